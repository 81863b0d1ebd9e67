#!/usr/bin/env python3
"""What attributes add to the time of the compiler: 200 functions with three layers each, and one body of 800 lines.

swift build --target DecoratorMacros && python3 Tests/Benchmarks/Peers/compile_time.py .build [RUNS]

Prints the least processor seconds of RUNS (3) runs, for bare functions, the same nesting by hand, and attributes.
"""
import pathlib, resource, subprocess, sys, tempfile

build = pathlib.Path(sys.argv[1])
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
products = build / "debug"


def function(index, form):
    is_async = index % 2 == 1
    effects, call = ("async throws", "try await") if is_async else ("throws", "try")
    header = f"public func f{index}(_ id: Int, name: String, flag: Bool) {effects} -> String"
    wait = "await Task.yield()\n" if is_async else ""
    body = f"{wait}guard id >= 0 else {{ throw Refusal() }}\nlet text = name + String(id + base)\nreturn flag ? text : name"
    if form == "bare":
        return f"{header} {{\n{body}\n}}"
    if form == "attributes":
        return f"@Timed @Retrying(attempts: 2) @Logged(arguments: .all)\n{header} {{\n{body}\n}}"
    name = f'"Service.f{index}(_:name:flag:)"'
    arguments = '["id": id as Any, "name": name as Any, "flag": flag as Any]'
    closure = f"{{ () {effects} -> String in"
    return f"""{header} {{
enum Policies {{
  nonisolated static let timing = TimingPolicy(named: {name})
  nonisolated static let retrying = RetryPolicy(attempts: 2)
  nonisolated static let logging = LoggingPolicy(arguments: .all)
}}
func body() {effects} -> String {{
{body}
}}
return {call} Policies.timing.run(named: {name}) {closure}
{call} Policies.retrying.run(named: {name}) {closure}
{call} withLogging(Policies.logging, named: {name}, arguments: {arguments}) {closure} {call} body() }} }} }}
}}"""


def many(form):
    functions = "\n".join(function(index, form) for index in range(200))
    return f"import DecoratorMacros\nnonisolated struct Refusal: Error {{}}\npublic struct Service {{\nvar base = 1\n{functions}\n}}\n"


def long(form):
    attributes = "@Timed @Retrying(attempts: 2) @Logged" if form == "attributes" else ""
    lines = "\n".join(f"let a{index} = helper({index})\ntotal += a{index} &* 3" for index in range(400))
    return f"""import DecoratorMacros
func helper(_ number: Int) -> Int {{ number }}
{attributes}
public func long() throws -> Int {{
var total = 0
{lines}
return total
}}
"""


def seconds(source, *options):
    maps = [
        option
        for path in (build / "checkouts").rglob("module.modulemap")
        if "include" in path.parts
        for option in ("-Xcc", f"-fmodule-map-file={path}")
    ]
    plugin = f"{products}/DecoratorMacrosPlugin-tool#DecoratorMacrosPlugin"
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "Source.swift"
        file.write_text(source)
        command = ["swiftc", "-swift-version", "6", "-parse-as-library", "-module-name", "Measured", "-wmo", *options]
        command += ["-I", f"{products}/Modules", *maps, "-load-plugin-executable", plugin, str(file)]
        least = float("inf")
        for _ in range(runs):
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            subprocess.run(command, check=True, cwd=folder, capture_output=True)
            least = min(least, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
        return least


for title, options in (("200 functions, debug", ["-c", "-Onone"]), ("200 functions, -O", ["-c", "-O"])):
    print(title, {form: round(seconds(many(form), *options), 1) for form in ("bare", "by hand", "attributes")})
print("a body of 800 lines, type checking", {
    form: round(seconds(long(form), "-typecheck"), 2) for form in ("bare", "attributes")
})
