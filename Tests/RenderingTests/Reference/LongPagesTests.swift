import Foundation
import Testing

@testable import Rendering

/// Descriptions that say more than fits on a page.
@Suite struct LongPagesTests {
    private static let largest = 150_000

    private static func reference(
        description: String = "", operations: Int = 1, tags: Int = 1, tagText: String = "", example: String = "{}"
    ) throws -> APIReference {
        func json(_ text: String) throws -> String { String(decoding: try JSONEncoder().encode(text), as: UTF8.self) }
        let paths = try (0..<operations).map { number in
            """
            "/things/\(number)": {"get": {"operationId": "get-\(number)", "tags": [\(try json("tag \(number % tags)"))],
              "responses": {"200": {"description": "", "content": {"application/json": {"example": \(example)}}}}}}
            """
        }
        let listed = try (0..<tags).map { try "{\"name\": \"tag \($0)\", \"description\": \(json(tagText))}" }
        return Orchard.reference(
            """
            {"openapi": "3.1.0", "info": {"title": "Long", "version": "1", "description": \(try json(description))},
             "tags": [\(listed.joined(separator: ","))], "paths": {\(paths.joined(separator: ",\n"))}}
            """)
    }

    @Test func aLongDescriptionIsInPartsThatLeadToEachOther() throws {
        let chapters = (0..<40).map { number in
            "# Chapter \(number)\n\n" + String(repeating: "Words of chapter \(number). ", count: 400)
                + "See [the last](#chapter-39) and [the first](#chapter-0).\n"
        }
        let reference = try Self.reference(description: chapters.joined(separator: "\n"))
        let parts = reference.prose.parts
        #expect((5...20).contains(parts.count))
        #expect(parts.allSatisfy { $0.text.utf8.count < 90_000 && $0.text.hasPrefix("<h2") })
        let whole = parts.map(\.text).joined()
        for number in 0..<40 { #expect(whole.contains("Words of chapter \(number).")) }
        let first = try #require(reference.page(at: .overview)).html.text
        #expect(first.utf8.count < Self.largest)
        #expect(first.contains("description/part?from=\(parts.count - 1)#chapter-39\""))
        #expect(first.contains("href=\"#chapter-0\""))
        for number in 1..<parts.count {
            let page = try #require(reference.page(at: .description(part: number))).html.text
            #expect(page.utf8.count < Self.largest && page.contains("Part \(number + 1) of \(parts.count)"))
        }
        #expect(reference.page(at: .description(part: 0)) == nil)
        #expect(reference.page(at: .description(part: parts.count)) == nil)
        #expect(reference.page(at: .description(part: -1)) == nil)
    }

    @Test func anOrdinaryDescriptionIsWhole() throws {
        let reference = try Self.reference(description: "# One\n\ntwo <br> <img src=\"/a.png\"> three")
        #expect(reference.prose.parts.count == 1)
        #expect(reference.page(at: .description(part: 1)) == nil)
        #expect(try !#require(reference.page(at: .overview)).html.text.contains("ref-pager"))
    }

    @Test(arguments: [(700, 700, ""), (150, 30, String(repeating: "Much to say. ", count: 300)), (149, 1, "")])
    func anOverviewOfManyOperationsStaysSmall(operations: Int, tags: Int, text: String) throws {
        let reference = try Self.reference(operations: operations, tags: tags, tagText: text)
        let page = try #require(reference.page(at: .overview)).html.text
        #expect(page.utf8.count < Self.largest)
        #expect(page.contains("lists/operations") || tags < 200)
    }

    @Test func aLongExampleIsCutBetweenLinesAndSaysSo() throws {
        let numbers = (0..<3_000).map { "{\"a\": \($0)}" }.joined(separator: ",")
        let reference = try Self.reference(example: "[\(numbers)]")
        let page = try #require(reference.page(at: .operation("get-0"))).html.text
        #expect(page.utf8.count < Self.largest)
        let more = try #require(page.firstMatch(of: /… and ([0-9]+) lines more/)?.1)
        #expect((1_000...8_900).contains(try #require(Int(more))))
    }
}
