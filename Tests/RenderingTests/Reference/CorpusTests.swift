import Foundation
import Testing

@testable import Rendering

/// Real descriptions: `PORTICO_CORPUS` names the folder of OpenAPI documents, beside which AsyncAPI's are.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PORTICO_CORPUS"] != nil)) struct CorpusTests {
    /// What a page may weigh with nothing opened.
    private static let limit = 150_000

    private static func documents(_ kind: String) throws -> [(name: String, text: String)] {
        let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["PORTICO_CORPUS"]))
        let place = kind == "openapi" ? folder : folder.deletingLastPathComponent().appending(path: kind)
        return try FileManager.default.contentsOfDirectory(atPath: place.path).sorted().map { name in
            (name, String(decoding: try Data(contentsOf: place.appending(path: name)), as: UTF8.self))
        }
    }

    /// The largest have thousands of pages of a kind: some of all parts stand for them.
    private func sample(_ places: [ReferencePlace], limit: Int) -> [ReferencePlace] {
        let others = places.filter {
            if case .operation = $0 { false } else if case .schema = $0 { false } else { true }
        }
        let many = places.filter { if case .operation = $0 { true } else if case .schema = $0 { true } else { false } }
        return others + stride(from: 0, to: many.count, by: max(1, many.count / limit)).map { many[$0] }
    }

    @Test(arguments: ["openapi", "asyncapi"]) func everyPageIsMadeAndSmall(kind: String) throws {
        let environment = ProcessInfo.processInfo.environment["PORTICO_CORPUS_PAGES"]
        let limit = environment.flatMap { Int($0) } ?? 60
        for (name, text) in try Self.documents(kind) {
            let reference = Orchard.reference(text)
            for place in sample(Orchard.places(reference), limit: limit) {
                let page = try #require(reference.page(at: place), "\(name) \(place)").html.text
                #expect(page.utf8.count < Self.limit, "\(name) \(place) has \(page.utf8.count) bytes")
                #expect(!Self.showsReference(page), "\(name) \(place)")
            }
        }
    }

    /// Whether a reference stands on the page as text, outside of what the document quotes in prose.
    private static func showsReference(_ page: String) -> Bool {
        page.contains("&quot;$ref&quot;") || page.contains("#/components/") || page.contains("#/definitions/")
    }
}
