import Testing

@testable import Rendering

@Suite struct DocumentWriterTests {
    /// What a document says, whatever it is written in.
    private func meaning(_ text: String) -> String {
        DocumentTree.parse(text).root.map(walk) ?? ""
    }

    private func walk(_ node: DocumentNode) -> String {
        switch node.kind {
        case .object:
            "{" + node.members.map { ExampleValue.quoted($0.name) + ":" + walk($0.value) }.joined(separator: ",") + "}"
        case .array: "[" + node.items.map(walk).joined(separator: ",") + "]"
        case .string: ExampleValue.quoted(node.text ?? "")
        case .null: "null"
        default: node.text ?? ""
        }
    }

    @Test(arguments: [
        Orchard.text, Street.version2, Street.version3,
        ##"{"a":["","x y"," x","x ","- a","# b","a: b","yes","null","1","1.5","0x1F","~","é","\u2028","\ttab"]}"##,
        #"{"m":"one\ntwo","n":"one\n","o":"one\n\n","p":" one\ntwo","q":"one\n\n  two\n","r":"\n","s":"a\r\nb"}"#,
        ##"{"":{"true":1,"a b":[],"c":{},"d":[[1,[2]],{"e":[{"f":null}]}]},"1":-0.5e3,"$ref":"#/a~1b"}"##,
    ]) func bothSyntaxesSayTheSame(text: String) {
        let tree = DocumentTree.parse(text)
        let json = DocumentWriter.text(of: tree, as: .json), yaml = DocumentWriter.text(of: tree, as: .yaml)
        #expect(DocumentTree.parse(json).syntax == .json && meaning(json) == meaning(text))
        #expect(meaning(yaml) == meaning(text), "\(yaml)")
        #expect(DocumentTree.parse(yaml).diagnostics.isEmpty)
    }
}
