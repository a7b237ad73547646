/// Turns the files of the program into what browsers load: few requests, and names that change with the content.
///
/// A line `@import "x.css";` is replaced by that file, a line `import "./x.js";` by that module in a block of its own
/// (such modules export nothing), and `from "./x.js"` points to the hashed address. Each file is taken once.
struct AssetBundle {
    let files: [String: [UInt8]]
    /// The hashed address of another asset.
    let address: (String) -> String

    func bytes(of name: String) -> [UInt8] {
        guard let file = files[name] else { return [] }
        guard name.hasSuffix(".css") || name.hasSuffix(".js") else { return file }
        var taken: Set<String> = [name]
        return Array(text(of: name, taken: &taken).utf8)
    }

    private func text(of name: String, taken: inout Set<String>) -> String {
        let source = String(decoding: files[name] ?? [], as: UTF8.self)
        let isScript = name.hasSuffix(".js")
        return source.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            isScript ? script(line, taken: &taken) : style(line, taken: &taken)
        }.joined(separator: "\n")
    }

    private func style(_ line: Substring, taken: inout Set<String>) -> String {
        guard let name = quoted(in: line, after: "@import \"") else { return String(line) }
        return taken.insert(name).inserted ? text(of: name, taken: &taken) : ""
    }

    private func script(_ line: Substring, taken: inout Set<String>) -> String {
        if line.hasPrefix("import \""), let name = quoted(in: line, after: "import \"./") {
            return taken.insert(name).inserted ? "{\n\(text(of: name, taken: &taken))}" : ""
        }
        guard let mark = line.firstRange(of: " from \"./"), let name = quoted(in: line, after: " from \"./") else {
            return String(line)
        }
        return "\(line[..<mark.lowerBound]) from \"\(address(name))\";"
    }

    private func quoted(in line: Substring, after prefix: String) -> String? {
        guard let start = line.firstRange(of: prefix) else { return nil }
        let rest = line[start.upperBound...]
        return rest.firstIndex(of: "\"").map { String(rest[..<$0]) }
    }
}
