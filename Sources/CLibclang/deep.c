#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "CLibclang.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  const char *header;
  void (*function)(void *);
  void *context;
} Work;

/// The header that this thread reads, or null.
static _Thread_local const char *header;

static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGFPE};
enum { signalCount = sizeof(signals) / sizeof(signals[0]) };
static struct sigaction formerActions[signalCount];

/// Finds where the code of a file is nested most: brackets that are open, and signs without a bracket or a semicolon between.
static void find_deepest(const char *path, unsigned long *line, unsigned long *column) {
  static char buffer[1 << 16];
  unsigned long depth = 0, signs = 0, greatest = 0, currentLine = 1, currentColumn = 0;
  *line = *column = 1;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  for (ssize_t count; (count = read(file, buffer, sizeof buffer)) > 0;) {
    for (ssize_t index = 0; index < count; index++) {
      currentColumn++;
      switch (buffer[index]) {
        case '\n': currentLine++; currentColumn = 0; break;
        case '(': case '[': case '{': depth++; break;
        case ')': case ']': case '}': if (depth) depth--; signs = 0; break;
        case ';': signs = 0; break;
        case '*': case '&': case '-': case '+': case '~': case '!': case '?': signs++; break;
      }
      if (depth + signs > greatest) {
        greatest = depth + signs;
        *line = currentLine;
        *column = currentColumn;
      }
    }
  }
  close(file);
}

/// Reports a crash of libclang. Only calls that are allowed in a handler of a signal are made.
static void report_crash(int number, siginfo_t *info, void *context) {
  (void)info; (void)context;
  if (!header) {
    // Another thread crashed: what was there before has it.
    for (int index = 0; index < signalCount; index++) {
      if (signals[index] == number) sigaction(number, &formerActions[index], NULL);
    }
    return;
  }
  static char message[8192];
  unsigned long line, column;
  find_deepest(header, &line, &column);
  int length = snprintf(
    message, sizeof message, "%s:%lu:%lu: error: libclang cannot read this header: its code is nested too deeply.\n", header,
    line, column
  );
  if (length > 0) (void)!write(STDERR_FILENO, message, (size_t)length < sizeof message ? (size_t)length : sizeof message - 1);
  _exit(1);
}

static void install_handlers(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = report_crash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < signalCount; index++) sigaction(signals[index], &action, &formerActions[index]);
}

static void *run(void *argument) {
  Work *work = argument;
  // A thread whose stack is full needs another one to say so.
  stack_t stack = {.ss_sp = malloc(1 << 17), .ss_size = 1 << 17};
  if (stack.ss_sp) sigaltstack(&stack, NULL);
  header = work->header;
  work->function(work->context);
  header = NULL;
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  free(stack.ss_sp);
  return NULL;
}

/// libclang is to parse on the thread that calls it, and to leave crashes alone.
static void set_up(void) {
  setenv("LIBCLANG_NOTHREADS", "1", 1);
  setenv("LIBCLANG_DISABLE_CRASH_RECOVERY", "1", 1);
  install_handlers();
}

void libclang_run_deep(const char *header, void (*function)(void *), void *context) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, set_up);
  Work work = {header, function, context};
  // Only what is used of a stack takes memory. Where a limit of the process forbids much, less has to do.
  for (size_t size = (size_t)1 << 29; size >= (size_t)1 << 23; size /= 4) {
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    int failed = pthread_attr_setstacksize(&attributes, size) || pthread_create(&thread, &attributes, run, &work);
    pthread_attr_destroy(&attributes);
    if (failed) continue;
    pthread_join(thread, NULL);
    return;
  }
  function(context);
}
