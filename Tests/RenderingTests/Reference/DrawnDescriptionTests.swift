import Foundation
import Testing

@testable import Rendering

/// Whatever is uploaded: no crash, no hang, no script. PORTICO_DRAWN_SECONDS says how long, PORTICO_SEED with what.
@Suite(.serialized) struct DrawnDescriptionTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// What no single description may take, on a busy machine.
    private static let patience: Duration = .seconds(20)

    private static var seeds: [String] {
        var seeds = [Orchard.text, Street.version2, Street.version3]
        guard let folder = environment["PORTICO_CORPUS"] else { return seeds }
        for name in ["museum.yaml", "httpbin.yaml", "callback-example.yaml", "petstore-expanded.oas2.yaml"] {
            let file = URL(filePath: folder).appending(path: name)
            if let data = try? Data(contentsOf: file) { seeds.append(String(decoding: data, as: UTF8.self)) }
        }
        return seeds
    }

    @Test func noDescriptionBreaksTheReference() throws {
        let seconds = Self.environment["PORTICO_DRAWN_SECONDS"].flatMap { Int($0) } ?? 3
        let seed = Self.environment["PORTICO_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("drawn descriptions, seed \(seed)")
        let file = URL(filePath: NSTemporaryDirectory()).appending(path: "drawn-\(seed).txt")
        let seeds = Self.seeds
        let clock = ContinuousClock(), end = clock.now.advanced(by: .seconds(seconds))
        var count = 0
        while clock.now < end {
            var drawer = DescriptionDrawer(dice: Dice(seed: seed &+ UInt64(count)))
            let text = drawer.draw(from: seeds)
            // What breaks the process is found here.
            try Data(text.utf8).write(to: file)
            let took = clock.measure { judge(text, "seed \(seed &+ UInt64(count))") }
            #expect(took < Self.patience, "seed \(seed &+ UInt64(count)) takes \(took)")
            count += 1
        }
        print("\(count) descriptions drawn")
        try FileManager.default.removeItem(at: file)
        #expect(count > 0)
    }

    private func judge(_ text: String, _ name: String) {
        let description = APIDescription.parse(text)
        _ = DescriptionRules.diagnostics(of: description)
        let entries = description.searchEntries
        #expect(SearchEntry.read(SearchEntry.text(of: entries)).count == entries.count, "\(name)")
        let reference = Orchard.reference(text) { $0.isContinuous = true }
        var pages = Orchard.pages(reference).filter { !$0.hasPrefix("#") }
        pages += [reference.fragment(at: .continuation(from: 0))?.text].compactMap(\.self)
        for page in pages {
            let found = Script.found(in: page)
            #expect(found.isEmpty, "\(name): \(found)")
        }
    }

    /// Every text of the samples, one after the other, as each of the attacks.
    @Test(arguments: [Orchard.text, Street.version2, Street.version3]) func noTextBecomesScript(text: String) throws {
        let root = try #require(DocumentTree.parse(text).root)
        var attack = 0
        for node in DocumentWalk.all(root) where node.text != nil {
            attack += 1
            let payload = DescriptionDrawer.attacks[attack % DescriptionDrawer.attacks.count]
            let mutant = DocumentWalk.text(root, replacing: node, by: ExampleValue.quoted(payload))
            let reference = Orchard.reference(mutant)
            let description = reference.description
            var places: [ReferencePlace] = [.overview]
            for operation in description.operations + description.webhooks { places.append(.operation(operation.key)) }
            for schema in description.schemas.prefix(3) { places.append(.schema(schema.key)) }
            for page in places.compactMap({ reference.page(at: $0)?.html.text }) {
                let found = Script.found(in: page)
                #expect(found.isEmpty, "\(node.pointer): \(found)")
            }
        }
    }
}

/// What a browser would run, or be led to run.
enum Script {
    private static let elements: Set<String> = [
        "script", "iframe", "object", "embed", "style", "link", "meta", "base", "foreignObject", "animate", "set",
    ]
    private static let addresses: Set<String> = ["href", "src", "action", "formaction", "xlink:href", "srcdoc", "data"]

    static func found(in page: String) -> [String] {
        MarkupParser.fragment(page).flatMap(visit)
    }

    private static func visit(_ node: MarkupNode) -> [String] {
        guard case .element(let element) = node else { return [] }
        var found = elements.contains(element.name) ? ["<\(element.name)>"] : []
        for (name, value) in element.attributes {
            if name.hasPrefix("on") || name == "style" || name == "srcdoc" { found.append("\(element.name) \(name)") }
            let plain = value.lowercased().filter { !$0.isWhitespace && !$0.isNewline }
            let isScript = ["javascript:", "vbscript:", "data:text"].contains { plain.hasPrefix($0) }
            if addresses.contains(name), isScript { found.append("\(element.name) \(name)=\(value)") }
        }
        return found + element.children.flatMap(visit)
    }
}
