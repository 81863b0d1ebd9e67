extension Rules {
  /// The C library's functions for files and sockets, as POSIX.1-2017 and the Linux manual describe their results.
  static let cLibrary = #"""
    headers: [socket.h, fcntl.h, unistd.h, stdio.h, stat.h, select.h, poll.h]
    module: Glibc
    prefix: ""
    handles:
      FILE: {name: File, release: fclose}
    functions:
      (socket|accept|dup|dup2|dup3|creat|creat64|posix_openpt|fork|getpgid|getsid|tcgetpgrp|lseek|lseek64|readlink|readlinkat|read|pread|pread64|write|pwrite|pwrite64|send|sendto|sendmsg|recv|recvfrom|recvmsg|sockatmark|fileno|getgroups|poll|select|pselect|fputs|fputc|putc|ftell|ftello|isfdtype|setsid|getdtablesize):
        failure: negative-errno
        because: "POSIX: -1, and errno says why"
      (bind|listen|connect|shutdown|getsockname|getpeername|setsockopt|getsockopt|socketpair|close|fsync|fdatasync|ftruncate|ftruncate64|truncate|truncate64|unlink|unlinkat|rmdir|chdir|fchdir|link|linkat|symlink|symlinkat|rename|renameat|access|faccessat|chown|fchown|lchown|fchownat|pipe|pipe2|setuid|setgid|seteuid|setegid|setreuid|setregid|setpgid|lockf|lockf64|remove|fseek|fseeko|tcsetpgrp|pause|chroot|acct|daemon|sethostname|setdomainname|gethostname|getdomainname|stat|fstat|lstat|fstatat|chmod|fchmod|fchmodat|mkdir|mkdirat|mkfifo|mkfifoat|mknod|mknodat|utimensat|futimens|execv|execve|execvp|fexecve):
        failure: negative-errno
        result: none
        because: "POSIX: 0, or -1 and errno says why"
      (fclose|fflush|setvbuf|fgetpos|fsetpos):
        failure: nonzero-errno
        because: "POSIX: 0, or another number and errno says why"
      (fopen|fopen64|fdopen|tmpfile|tmpfile64|fmemopen):
        failure: null-errno
        result: owned
        because: "POSIX: null, and errno says why"
      ttyname:
        failure: null-errno
        because: "POSIX: null, and errno says why"
      (posix_fadvise|posix_fadvise64|posix_fallocate|posix_fallocate64|getlogin_r|ttyname_r):
        failure: error-number
        because: "POSIX: 0, or the number of the error"
      (getpid|getppid|getpgrp|isatty|feof|ferror|feof_unlocked|ferror_unlocked|getpagesize|umask|fgetc|getc|getchar|fgetc_unlocked|getc_unlocked|getchar_unlocked|ungetc|getw):
        failure: never
        because: "POSIX: the result is a value, and every value has a meaning"
      (read|pread|pread64|recv|recvfrom):
        parameters: {2: buffer 3}
        result: count
      (write|pwrite|pwrite64|send|sendto):
        parameters: {2: bytes 3}
      getcwd:
        failure: null-errno
        parameters: {1: constant nil, 2: constant 0}
        result: string free
        because: "Linux manual: null and errno, and memory of its own for a null buffer"
      nice:
        skip: "a negative result can be a success: only errno says which, if it was 0 before"
      (sysconf|pathconf|fpathconf):
        skip: "-1 can mean that there is no limit: only errno says which, if it was 0 before"
      (gets|tmpnam|tmpnam_r|tempnam|mktemp|getpass):
        skip: "it cannot be used safely"
      (open|openat|open64|openat64|fcntl|fcntl64|ioctl):
        skip: "it takes any number of arguments: Swift's module of the C library has functions of the same name with fixed parameters"
      execl:
        skip: "it takes any number of arguments: use execv"
      execlp:
        skip: "it takes any number of arguments: use execvp"
      execle:
        skip: "it takes any number of arguments: use execve"
      popen:
        skip: "pclose has to close what it opens, and fclose everything else"
      (fread|fwrite|fread_unlocked|fwrite_unlocked):
        skip: "a short count is a failure only if ferror says so"
    """#
}
