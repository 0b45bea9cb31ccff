/** Causes that all checks share, as all of them begin with a container in the background. */
import { both } from "../../../checks/src/harness/text.ts";

export const COMMON = {
  "not-loaded": both(
    "the archive of the check's image was refused, or images cannot be stored yet",
    "检查所用的镜像归档被拒绝，或者还不能存储镜像",
  ),
  "not-detached": both(
    "run -d did not end well: the container's command could not be started, or mydocker waits for its end",
    "run -d 没有正常结束：容器的命令无法启动，或者 mydocker 在等它结束",
  ),
  "no-list": both(
    "ps itself failed; its own message says why",
    "ps 自己出错了；它的错误信息说明了原因",
  ),
  "did-not-run": both(
    "a system call was refused on the way to the command: mydocker's own message names the call and its error",
    "执行到命令之前有系统调用被拒绝：mydocker 自己的错误信息写明了是哪个调用、什么错误",
  ),
};

export const UP_FOR_EVER = both(
  "the record still says that it runs, and nobody asked the kernel: the process is gone",
  "记录里仍写着正在运行，却没有人去问内核：进程早就不在了",
);
