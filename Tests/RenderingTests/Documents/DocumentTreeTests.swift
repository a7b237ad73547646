import Testing

@testable import Rendering

struct DocumentTreeTests {
    @Test func jsonKeepsOrderAndPositions() throws {
        let tree = DocumentTree.parse("{\n  \"b\": 1,\n  \"a\": [true, null, \"x\\ud83d\\ude00\\n\"]\n}")
        let root = try #require(tree.root)
        #expect(tree.syntax == .json)
        #expect(tree.diagnostics.isEmpty)
        #expect(root.members.map(\.name) == ["b", "a"])
        #expect(root["a"]?[2]?.string == "x😀\n")
        #expect(root["a"]?[2]?.pointer == "/a/2")
        #expect(root["a"]?.line == 3)
        #expect(root["a"]?.column == 8)
        #expect(tree.node(at: "/a/0")?.bool == true)
    }

    @Test func yamlKeepsOrderAndPositions() throws {
        let tree = DocumentTree.parse("b: 1.10\na:\n  - yes\n  - '1'\n  - ~\n  - true\n")
        let root = try #require(tree.root)
        #expect(tree.syntax == .yaml)
        #expect(root.members.map(\.name) == ["b", "a"])
        #expect(root["b"]?.text == "1.10")
        #expect(root["b"]?.number == 1.1)
        #expect(root["a"]?.items.map(\.kind) == [.string, .string, .null, .boolean])
        #expect(root["a"]?[1]?.line == 4)
        #expect(root["a"]?[1]?.column == 5)
    }

    @Test func aMistakeInJSONKeepsWhatStoodBefore() throws {
        let tree = DocumentTree.parse("{\"a\": {\"b\": 1},\n \"c\": [ }")
        #expect(tree.root?["a"]?["b"]?.integer == 1)
        let mistake = try #require(tree.diagnostics.first)
        #expect(mistake.severity == .error)
        #expect(mistake.line == 2)
    }

    @Test func bracesMayHoldYAML() {
        let tree = DocumentTree.parse("{openapi: 3.0.0, info: {title: x}}")
        #expect(tree.syntax == .yaml)
        #expect(tree.root?["info"]?["title"]?.string == "x")
    }

    @Test(arguments: ["{\"a\":1,\"b\":2,\"a\":3}", "a: 1\nb: 2\na: 3\n"])
    func theLastOfEqualKeysCountsAndIsDiagnosed(text: String) {
        let tree = DocumentTree.parse(text)
        #expect(tree.root?["a"]?.integer == 3)
        #expect(tree.root?.members.map(\.name) == ["b", "a"])
        #expect(tree.diagnostics.map(\.severity) == [.warning])
    }

    @Test func namesInLargeObjectsAreFound() {
        let members = (0..<500).map { "\"key\($0)\": \($0)" }.joined(separator: ",")
        let root = DocumentTree.parse("{\(members)}").root
        #expect((0..<500).allSatisfy { (number: Int) in root?["key\(number)"]?.integer == number })
        #expect(root?["key500"] == nil)
    }

    @Test func aliasesAndMergeKeysAreFollowed() {
        let tree = DocumentTree.parse(
            "base: &base {kind: a, size: 1}\none:\n  <<: *base\n  size: 2\ntwo: *base\n")
        #expect(tree.root?["one"]?["kind"]?.text == "a")
        #expect(tree.root?["one"]?["size"]?.text == "2")
        #expect(tree.root?["two"]?["size"]?.text == "1")
        #expect(tree.diagnostics.isEmpty)
    }

    @Test func aYAMLBombIsRefusedWithADiagnostic() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let tree = DocumentTree.parse(text)
        #expect(tree.diagnostics.contains { $0.message.contains("stand for too many values") })
    }

    @Test func anAliasInsideItselfIsDiagnosed() {
        let tree = DocumentTree.parse("a: &a\n  b: *a\n")
        #expect(tree.diagnostics.map(\.message) == ["The alias '*a' holds itself."])
        #expect(tree.root?["a"]?["b"]?.kind == .null)
    }

    @Test(arguments: ["[", "{\"a\":"])
    func deepJSONIsCutOff(opening: String) {
        let tree = DocumentTree.parse(String(repeating: opening, count: 100_000))
        #expect(tree.diagnostics.contains { $0.message.contains("nested deeper than 256") })
    }

    @Test(arguments: ["- ", "a: [", "? "])
    func deepYAMLIsCutOff(opening: String) {
        let tree = DocumentTree.parse("x:\n  " + String(repeating: opening, count: 20_000))
        #expect(tree.diagnostics.contains { $0.severity == .error })
    }

    @Test func aDocumentBeyondTheSizeIsRefused() {
        var limits = DocumentTree.Limits()
        limits.bytes = 10
        let tree = DocumentTree.parse("{\"a\": \"0123456789\"}", limits: limits)
        #expect(tree.root == nil)
        #expect(tree.diagnostics.count == 1)
    }

    @Test(arguments: ["", "   ", "\"", "\\", "{", "]", "%", "\u{0}", "a: b: c", "- x\ny", "{\"a\":\"\\u12\"}", "&a *a"])
    func brokenDocumentsNeverFail(text: String) {
        let tree = DocumentTree.parse(text)
        #expect(tree.root == nil || tree.root?.count ?? 0 <= 4)
    }

    @Test func pointersEscapeAndDecode() {
        let tree = DocumentTree.parse("{\"paths\": {\"/a/{b}\": {\"x~y\": 1}}}")
        let node = tree.root?["paths"]?["/a/{b}"]?["x~y"]
        #expect(node?.pointer == "/paths/~1a~1{b}/x~0y")
        #expect(JSONPointer.local(reference: "#/paths/~1a~1%7Bb%7D/x~0y").flatMap(tree.node)?.integer == 1)
        #expect(JSONPointer.local(reference: "other.yaml#/a") == nil)
    }
}
