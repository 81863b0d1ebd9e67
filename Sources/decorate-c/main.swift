internal import DecorateC
internal import PlatformC

exit(DecorateCCommand().run(Array(CommandLine.arguments.dropFirst())))
