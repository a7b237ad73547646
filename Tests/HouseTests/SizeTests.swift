import Testing

/// How long a file, a function and a line may be.
@Suite struct SizeTests {
    static let all: [String] = {
        let extensions: Set<String> = ["swift", "c", "h", "js", "css", "sql", "py", "sh"]
        return ["Sources", "Tests", "Scripts", "Benchmarks"].flatMap { Repository.files(below: $0, extensions) }
    }()

    @Test func noFileHasMoreThan400Lines() throws {
        let long = try Self.all.filter { try Repository.text($0).utf8.count { $0 == UInt8(ascii: "\n") } > 400 }
        #expect(long == [])
    }

    @Test func noLineHasMoreThan120Columns() throws {
        var long: [String] = []
        for path in Self.all {
            let lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() where line.utf8.count > 120 && line.count > 120 {
                long.append("\(path):\(index + 1) has \(line.count)")
            }
        }
        #expect(long == [])
    }

    @Test func noFunctionHasMoreThan50Lines() {
        var long: [String] = []
        for file in Repository.sources + Repository.tests {
            for function in FunctionScanner(file.code).functions() where function.length > 50 {
                long.append("\(file.path):\(function.line) \(function.name) has \(function.length)")
            }
        }
        #expect(long == [])
    }

    @Test func functionsAreMeasuredFromTheirFirstLineToTheirLast() {
        let text = """
            protocol P {
                func a() -> Int
                var b: Int { get }
            }
            struct S {
                init(x: () -> Int = { 1 }) {
                    self.init("{")
                }
                func d() {
                    // }
                    call("\\(e { $0 })")
                }
            }
            """
        let found = FunctionScanner(SwiftFile(path: "S.swift", text: text).code).functions()
        #expect(found.map(\.line) == [3, 6, 9])
        #expect(found.map(\.length) == [1, 3, 4])
    }
}
