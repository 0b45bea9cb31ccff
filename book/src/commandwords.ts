/**
 * What the program says of its commands and options, in Chinese. The program itself speaks English;
 * `npm run book test` names what is missing here or no longer said.
 */
import type { CommandRow } from "./commands.ts";

/** By the English. */
export const CHINESE: Readonly<Record<string, string>> = {
  "Run a command in a new container": "在新容器里运行一条命令",
  "Leave it alone and print its id, once its command runs": "在后台运行，命令启动后打印容器 ID",
  "What leaves an attached container (ctrl-p,ctrl-q)": "从连接的容器中脱离的按键（ctrl-p,ctrl-q）",
  "Only STDIN, STDOUT or STDERR is connected": "只连接 STDIN、STDOUT 或 STDERR",
  "Only those (until=24h: older; label=NAME[=VALUE], label!=…)":
    "只删除符合条件的（until=24h 表示更早的；label=名字[=值]、label!=……）",
  "Each image, container and volume": "逐个列出镜像、容器和数据卷",
  "Pass standard input on": "转发标准输入",
  "Give the container a terminal": "给容器分配一个终端",
  "Get the image first: always, missing or never (never)":
    "先拉取镜像：always（总是）、missing（缺少时）或 never（默认）",
  "Say nothing of getting it": "拉取时不输出信息",
  "Use a directory as the container's root ('/': the machine's own)":
    "把一个目录用作容器的根（“/” 表示宿主机自己的根）",
  "What the container is called (default: one by chance)": "容器的名字（默认随机）",
  "Remove the container when it has ended": "容器结束后自动删除",
  "Start it again: no, on-failure[:n], always, unless-stopped":
    "重启策略：no、on-failure[:n]、always、unless-stopped",
  "What 'mydocker stop' sends (SIGTERM)": "mydocker stop 发送的信号（SIGTERM）",
  "How long 'mydocker stop' waits (10)": "mydocker stop 等待的秒数（10）",
  "Write the container's id into a new file": "把容器 ID 写入一个新文件",
  "Say something about the container": "给容器加标签",
  "Labels, one NAME=value a line": "标签文件，每行一个 名字=值",
  "Something about it that is no label": "标签之外的附注",
  "How output is kept: json-file, or none": "怎样保存输出：json-file，或 none",
  "max-size and max-file of the log": "日志的 max-size 和 max-file",
  "Run this in place of the image's entrypoint": "代替镜像的入口程序",
  "Set variables, one NAME=value a line": "环境变量文件，每行一个 名字=值",
  "The container's hostname (default: its id)": "容器的主机名（默认为它的 ID）",
  "The domain that the hostname is in": "主机名所在的域名",
  "Set a variable; NAME alone takes the caller's": "设置环境变量；只写名字则沿用调用者的值",
  "Show a path of the machine, or a volume by its name (ro: read-only)":
    "挂载宿主机的路径，或按名字挂载数据卷（ro 表示只读）",
  "The long form of -v and --tmpfs (bind, volume, tmpfs)":
    "-v 和 --tmpfs 的完整写法（bind、volume、tmpfs）",
  "Show what another container is shown": "挂载另一个容器的数据卷",
  "The container's root may not be written to": "容器的根文件系统只读",
  "A directory in memory": "内存中的目录",
  "Where the command starts": "命令的工作目录",
  "Who the command runs as": "以哪个用户运行命令",
  "A group that the command is in beside its own": "命令另外所属的组",
  "Run an init as PID 1 that hands signals on and reaps":
    "用一个 init 作为 1 号进程，转发信号并回收僵尸进程",
  "A user namespace: root inside is the caller outside":
    "使用用户命名空间：里面的 root 就是外面的调用者",
  "Map user ids (implies --userns)": "映射用户 ID（隐含 --userns）",
  "Map group ids (implies --userns)": "映射组 ID（隐含 --userns）",
  "Limit memory (100m, 1g)": "限制内存（100m、1g）",
  "Limit memory and swap together (-1: no limit of swap)":
    "限制内存与交换空间之和（-1 表示不限制交换空间）",
  "Memory that is taken away last": "内存紧张时尽量保留的内存",
  "Limit processor time to so many cores": "最多使用多少个核的处理器时间",
  "Limit processor time to so many per cent of one core": "最多使用一个核的百分之多少",
  "Processor time in each period (-1: no limit)": "每个周期内可用的处理器时间（-1 表示不限）",
  "How long a period is (100000)": "周期的长度（100000）",
  "Relative weight where processors are short (1024)": "处理器不足时的相对权重（1024）",
  "Processors to run on (0-1,3)": "可以使用的处理器（0-1,3）",
  "Memory nodes to use": "可以使用的内存节点",
  "Limit the number of processes (-1: no limit)": "限制进程数（-1 表示不限）",
  "Relative weight of block I/O (10 to 1000)": "块设备读写的相对权重（10 到 1000）",
  "Limit reading from a device": "限制从设备读取的速度",
  "Limit writing to a device": "限制向设备写入的速度",
  "Let root do more (NET_ADMIN, ALL)": "增加 root 的 capability（NET_ADMIN、ALL）",
  "Let root do less": "去掉 root 的 capability",
  "Confine nothing: all capabilities, calls, devices, kernel files":
    "不加任何限制：全部 capability、系统调用、设备和内核文件",
  "no-new-privileges, seccomp=FILE, seccomp=unconfined, systempaths=unconfined":
    "安全选项：no-new-privileges、seccomp=文件、seccomp=unconfined、systempaths=unconfined",
  "Give it a device of the machine": "让容器使用宿主机的设备",
  "Limit each process (nofile=1024:4096)": "限制每个进程的资源（nofile=1024:4096）",
  "A setting of the container's own (net.ipv4.ip_forward=1)":
    "容器自己的内核参数（net.ipv4.ip_forward=1）",
  "Size of /dev/shm (64m)": "/dev/shm 的大小（64m）",
  "Who goes first when memory runs out (-1000 to 1000)":
    "内存耗尽时被杀的优先程度（-1000 到 1000）",
  "A network's name, none, host, or container:NAME (default: bridge; without an image none)":
    "网络名、none、host 或 container:容器名（默认 bridge；不用镜像时为 none）",
  "The address it gets on the network": "在网络里的地址",
  "The same for IPv6": "IPv6 地址",
  "Its hardware address on the network": "在网络里的 MAC 地址",
  "One more name by which others on the network find it": "网络里其他容器可以使用的别名",
  "Make a port of the machine lead to it": "把宿主机的端口映射到容器",
  "Publish all ports that the image names": "发布镜像声明的全部端口",
  "A port more for --publish-all": "为 --publish-all 再添一个端口",
  "Limit its bandwidth, each way (10mbit)": "限制收发带宽（10mbit）",
  "A name server in place of the machine's": "代替宿主机 DNS 服务器的地址",
  "Where short names are looked up": "短域名的搜索域",
  "An option of resolv.conf(5)": "resolv.conf(5) 的选项",
  "A line more in /etc/hosts": "在 /etc/hosts 里加一行",
  "host: it sees the machine's processes": "host 表示可以看到宿主机的进程",
  "Shared memory: private, shareable, host, none or container:NAME":
    "共享内存：private、shareable、host、none 或 container:容器名",
  "host: its name is the machine's": "host 表示使用宿主机的主机名",
  "host: it sees the machine's cgroups; else private":
    "host 表示可以看到宿主机的 cgroup；默认 private",
  "Print the system calls and run nothing": "只打印系统调用，不执行",
  "Run, and print each system call with its result and time":
    "执行，并打印每个系统调用的结果和耗时",
  "Run a command in a container that runs": "在运行中的容器里执行一条命令",
  "Do not wait for it; its output is lost": "不等它结束；输出丢弃",
  "What leaves it, so that it goes on by itself (needs -it)":
    "脱离的按键，之后命令自己继续运行（需要 -it）",
  "Give it a terminal": "给它分配一个终端",
  "Do not confine it as the container is": "不受容器的限制",
  "Who it runs as (default: as the container)": "以哪个用户运行（默认与容器相同）",
  "Where it starts (default: where the container does)": "工作目录（默认与容器相同）",
  "Copy files between a container, running or not, and the machine":
    "在容器（运行与否均可）和宿主机之间拷贝文件",
  "Keep the owners (else they are the destination's root, or you)":
    "保留属主（否则归目标一侧的 root 或你自己）",
  "Copy what the source leads to when it is a link": "源是符号链接时，拷贝它指向的内容",
  "Do not tell what was copied (default where nobody is at a terminal)":
    "不显示拷贝结果（不在终端上时默认如此）",
  "Show the processes of a container, with the machine's pids":
    "显示容器里的进程，PID 是宿主机上的",
  "Show what containers use: processor, memory, network, disks, processes":
    "显示容器的用量：处理器、内存、网络、磁盘、进程数",
  "Those that do not run, too": "也包括没有运行的容器",
  "Once, and not again and again": "只显示一次，不持续刷新",
  "Show ids in full": "显示完整的 ID",
  "'json', 'table TEMPLATE' or a template, as docker has them":
    "json、table 模板，或模板，写法与 docker 相同",
  "One JSON object a line, for programs, with numbers":
    "每行一个 JSON 对象，数值为数字，供程序读取",
  "Change limits of containers, at once where they run": "修改容器的限制，运行中的立即生效",
  "Give a container another name": "给容器改名",
  "Make a container, to be started later": "创建容器，以后再启动",
  "Start containers that do not run": "启动没有运行的容器",
  "Show its output, pass signals on, and end with its exit code":
    "显示它的输出，转发信号，并以它的退出码结束",
  "What leaves an attached container": "从连接的容器中脱离的按键",
  "Stop containers: ask them to end, and kill those that have not in time":
    "停止容器：先请它结束，超时则强制终止",
  "What asks it (its own, or SIGTERM)": "请它结束的信号（容器自己的设置，或 SIGTERM）",
  "How long to wait (its own, or 10; -1: for ever)":
    "等待的秒数（容器自己的设置，或 10；-1 表示一直等）",
  "The same": "同上",
  "Stop containers that run, and start them": "停止运行中的容器，再启动",
  "What asks it to end (its own, or SIGTERM)": "请它结束的信号（容器自己的设置，或 SIGTERM）",
  "Send a signal to containers that run": "向运行中的容器发送信号",
  "By name or number": "信号名或编号",
  "Let all processes of containers stand still": "暂停容器里的所有进程",
  "Let the processes of paused containers go on": "让暂停的容器继续运行",
  "Wait until containers have ended, and print their exit codes": "等待容器结束，并打印退出码",
  "Show what a container writes from now on, and pass on what is typed":
    "从此刻起显示容器的输出，并转发键盘输入",
  "What leaves the container": "从容器中脱离的按键",
  "Do not pass standard input on": "不转发标准输入",
  "Pass signals on (--sig-proxy=false: do not)": "转发信号（--sig-proxy=false 则不转发）",
  "Show what a container has written": "显示容器的输出",
  "Go on until it has ended": "持续显示，直到容器结束",
  "Only the last ones": "只看最后几行",
  "Only what came later: a date, or how long ago (10m)": "只看此后的：日期，或多久之前（10m）",
  "Only what came before": "只看此前的",
  "With the time of each line": "每行加上时间",
  "Nothing more is known; understood for docker's sake": "没有更多内容；只为兼容 docker",
  "List containers that run": "列出运行中的容器",
  "Those that have ended, too": "也包括已经结束的容器",
  "Only those (status, name, label, ancestor, …)": "按条件筛选（status、name、label、ancestor……）",
  "Print this of each ({{.Names}}), or json, or table TEMPLATE":
    "按模板打印每个容器（{{.Names}}），或 json，或 table 模板",
  "The last ones that were made, whatever they do": "最近创建的几个，不论状态",
  "The last one": "最近创建的一个",
  "Only ids": "只显示 ID",
  "What their changes take on the disk": "它们的改动占用的磁盘空间",
  "Show ids and commands in full": "显示完整的 ID 和命令",
  "One JSON object a line, for programs": "每行一个 JSON 对象，供程序读取",
  "Show all that is known of containers, images, volumes or networks, as JSON":
    "以 JSON 显示容器、镜像、数据卷或网络的全部信息",
  "A template of Go's, such as {{.State.Pid}}, or 'json'": "Go 模板，例如 {{.State.Pid}}，或 json",
  "Only a container, image, volume or network": "只查容器、镜像、数据卷或网络",
  "The same as without: it is always JSON": "与不写相同：输出总是 JSON",
  "Draw a container that runs: namespaces, cgroups, layers, mounts, network":
    "画出运行中的容器：命名空间、cgroup、镜像层、挂载、网络",
  "Write the drawing to a file instead": "改为把图写入文件",
  "What would be drawn, for programs": "输出图中的数据，供程序读取",
  "Show what a container changed of its image: A added, C changed, D deleted":
    "显示容器对镜像的改动：A 新增、C 修改、D 删除",
  "Make an image of what a container changed": "把容器的改动做成镜像",
  "What is remembered of this commit": "这次提交的说明",
  "Who made it": "作者",
  "Change the configuration ('CMD [\"sh\"]', 'ENV A=1')":
    '修改镜像配置（例如 CMD ["sh"]、ENV A=1）',
  "Let the container stand still meanwhile (default: true)": "提交期间暂停容器（默认 true）",
  "Do not, the same as --pause=false": "不暂停，与 --pause=false 相同",
  "Write a container's files, without its volumes, as a tar archive":
    "把容器的文件（不含数据卷）导出为 tar 归档",
  "Write to a file, instead of standard output": "写入文件，而不是标准输出",
  "List images": "列出镜像",
  "All images (no others are hidden here)": "全部镜像（这里本来就不隐藏）",
  "Only those (dangling, reference, label, before, since)":
    "按条件筛选（dangling、reference、label、before、since）",
  "Show the digests under which registries have them": "显示镜像在仓库里的摘要",
  "One JSON object a line, for programs; Bytes is the size":
    "每行一个 JSON 对象，供程序读取；Bytes 是大小",
  "Load images from an archive that docker, podman, skopeo or mydocker made":
    "载入 docker、podman、skopeo 或 mydocker 生成的镜像归档",
  "Read from a file, instead of standard input": "从文件读取，而不是标准输入",
  "Show no progress": "不显示进度",
  "Save images in an archive that docker, podman and skopeo can load":
    "把镜像保存为归档，docker、podman、skopeo 都能载入",
  "Make an image out of an archive of a root file system ('-': standard input)":
    "用根文件系统的归档做成镜像（“-” 表示标准输入）",
  "What is remembered of it": "镜像的说明",
  "Set the configuration ('CMD [\"sh\"]')": '设置镜像配置（例如 CMD ["sh"]）',
  "Give an image one more name": "给镜像再起一个名字",
  "Remove images; one that has more names loses only the one that is given":
    "删除镜像；有多个名字的，只去掉指定的那个",
  "Also if it has several names, or containers are made of it": "即使有多个名字，或有容器在使用",
  "Show how an image was made, the latest step first": "显示镜像的构建历史，最新的在前",
  "Show all in full": "显示完整内容",
  "Show all that is known of images, as JSON": "以 JSON 显示镜像的全部信息",
  "Remove images without a name, and what killed commands left of others":
    "删除没有名字的镜像，以及被中断的命令留下的残余",
  "All images that no container is made of": "所有没有容器使用的镜像",
  "Do not ask": "不再询问",
  "Get an image from a registry": "从镜像仓库拉取镜像",
  "Ask this host before docker.io (or set MYDOCKER_MIRROR)":
    "先向这台主机查询，再去 docker.io（也可以设置 MYDOCKER_MIRROR）",
  "Print the name only": "只打印名字",
  "Put an image into a registry, under its own name ('mydocker tag' gives it one)":
    "把镜像推送到仓库，使用它自己的名字（用 mydocker tag 起名）",
  "Remove containers": "删除容器",
  "Kill a container that runs": "运行中的容器也强制删除",
  "Remove its volumes without a name too": "同时删除它的匿名数据卷",
  "Connect a container to one more network": "把容器再接入一个网络",
  "The address it gets": "分配给它的地址",
  "One more name by which others find it": "其他容器可以使用的别名",
  "Make a network: a bridge of its own, with addresses for containers":
    "创建网络：一个独立的网桥，并为容器分配地址",
  "How it works; there is only 'bridge'": "驱动；只有 bridge",
  "Its addresses, from /8 to /30 (172.28.0.0/16)": "网段，/8 到 /30（172.28.0.0/16）",
  "The bridge's own address (default: the first)": "网桥自己的地址（默认第一个）",
  "Without a way out": "没有出口",
  "With addresses of IPv6 too": "同时分配 IPv6 地址",
  "Something to remember of it": "标签",
  "Take a container off a network": "让容器离开网络",
  "Accepted, as docker has it": "为兼容 docker 而接受",
  "Show all that is known of networks, as JSON": "以 JSON 显示网络的全部信息",
  "The same: it is always JSON": "同上：输出总是 JSON",
  "List networks": "列出网络",
  "name=PART, driver=NAME, label=NAME[=VALUE]": "筛选：name=部分名字、driver=名字、label=名字[=值]",
  "Remove all networks that no container is on, but for the default one":
    "删除所有没有容器的网络，默认网络除外",
  "Remove networks; not those that containers are on": "删除网络；还有容器的不删",
  "Say nothing of one that is not there": "不存在时不报错",
  "Show which ports of the machine lead to a container": "显示宿主机的哪些端口通向容器",
  "Remove all containers that do not run": "删除所有没有运行的容器",
  "Show what images, containers and volumes take of the disk":
    "显示镜像、容器和数据卷占用的磁盘空间",
  "One JSON object a line, for programs; Bytes are numbers":
    "每行一个 JSON 对象，供程序读取；字节数为数字",
  "Show what happens to containers, images, volumes and networks, as it happens":
    "实时显示容器、镜像、数据卷和网络上发生的事件",
  "Also what has happened since (a date, seconds since 1970, or 10m)":
    "也包括此后已经发生的（日期、1970 年以来的秒数，或 10m）",
  "No longer than until then": "只到这个时刻为止",
  "Only those: type, event, container, image, volume, network, label, scope":
    "按条件筛选：type、event、container、image、volume、network、label、scope",
  "'json' or a template, as docker has them": "json 或模板，写法与 docker 相同",
  "Show what containers and images there are, and on what machine":
    "显示有哪些容器和镜像，以及机器的情况",
  "As JSON, for programs": "输出 JSON，供程序读取",
  "Remove containers that do not run, and networks and images that nobody uses":
    "删除没有运行的容器，以及无人使用的网络和镜像",
  "All images that no container is made of, not only those without a name":
    "所有没有容器使用的镜像，不只是没有名字的",
  "Volumes without a name that no container has, too": "也包括没有容器使用的匿名数据卷",
  "Show the versions of mydocker and of what it runs on": "显示 mydocker 及其运行环境的版本",
  "Make a volume; one that is there already stays as it is": "创建数据卷；已经存在的保持不变",
  "Who keeps it; there is only 'local'": "驱动；只有 local",
  "Show all that is known of volumes, as JSON": "以 JSON 显示数据卷的全部信息",
  "List volumes": "列出数据卷",
  "Only names": "只显示名字",
  "dangling=true (nobody has them), name=PART, label=NAME[=VALUE]":
    "筛选：dangling=true（无人使用）、name=部分名字、label=名字[=值]",
  "Remove volumes that no container has and nobody has named, with their data":
    "删除没有容器使用的匿名数据卷，连同其中的数据",
  "Those with a name too": "也包括有名字的",
  "Remove volumes and their data; not those that a container has":
    "删除数据卷和其中的数据；容器正在使用的不删",
  "Print what makes a shell complete mydocker's command lines":
    "打印让 shell 补全 mydocker 命令行的脚本",
};

/** A command as a Chinese reader finds it; what has no Chinese yet stays as it is. */
export const withChinese = (row: CommandRow): CommandRow => ({
  ...row,
  what: CHINESE[row.what] ?? row.what,
  options: row.options.map(({ flags, what }) => ({ flags, what: CHINESE[what] ?? what })),
});

/** All that is said of a command and its options. */
export const wordsOf = ({ what, options }: CommandRow): string[] => [
  what,
  ...options.map((option) => option.what),
];
