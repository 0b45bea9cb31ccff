{
  "target_defaults": {
    "cflags": ["-Wall", "-Wextra", "-Werror"]
  },
  "variables": {
    # Executables that run in a container, where no shared library can be counted on.
    "static_ldflags": ["-static", "-Wl,--gc-sections", "-Wl,--build-id=none", "-s"],
    "probe": "<!(test -e ../checks/probe/probe.c && echo yes || echo no)"
  },
  "targets": [
    {
      "target_name": "addon",
      "sources": ["addon.cc", "clone.cc", "process.cc", "terminal.cc", "files.cc", "sockets.cc"],
      "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")"],
      "defines": ["NAPI_VERSION=8", "NAPI_CPP_EXCEPTIONS", "NODE_ADDON_API_DISABLE_DEPRECATED"],
      "cflags_cc": ["-std=c++17", "-O2", "-fexceptions", "-fvisibility=hidden"],
      "cflags_cc!": ["-fno-exceptions", "-std=gnu++17", "-std=gnu++20"]
    },
    {
      # Without a C library: libc.c says why. So nothing may be asked of the compiler that needs one.
      "target_name": "init",
      "type": "executable",
      "sources": [
        "init.c", "plan.c", "slots.c", "calls.c", "libc.c", "descriptors.c",
        "monitor.c", "clients.c", "log.c", "logfile.c", "ending.c", "text.c"
      ],
      "defines": ["_GNU_SOURCE"],
      "cflags!": ["-O3", "-fPIC", "-pthread", "-fno-omit-frame-pointer"],
      "cflags": [
        "-std=c11", "-Os", "-fno-pie", "-ffunction-sections", "-fdata-sections",
        "-fno-builtin", "-fno-tree-loop-distribute-patterns", "-fno-stack-protector", "-fno-asynchronous-unwind-tables", "-U_FORTIFY_SOURCE"
      ],
      "ldflags!": ["-pthread", "-rdynamic"],
      "ldflags": ["<@(static_ldflags)", "-no-pie", "-nostdlib", "-Wl,-z,noseparate-code"],
      "libraries": ["-lgcc"]
    }
  ],
  "conditions": [
    ["probe == 'yes'", {
      "targets": [
        {
          "target_name": "probe",
          "type": "executable",
          "sources": ["<!@(ls ../checks/probe/*.c)"],
          "cflags!": ["-O3", "-fPIC"],
          "cflags": ["-std=gnu11", "-Os", "-ffunction-sections", "-fdata-sections"],
          "ldflags!": ["-rdynamic"],
          "ldflags": ["<@(static_ldflags)"]
        }
      ]
    }]
  ]
}
