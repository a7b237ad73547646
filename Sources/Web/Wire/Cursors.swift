import Foundation
import Hummingbird
package import Model

/// Lists that are paged by opaque cursors instead of numbers. A cursor is the number of its page, so that both kinds
/// of lists are the same to the stores.
extension Call {
    /// What `list` reads, at the page that `page[after]` or `page[before]` names.
    package func cursorList(_ rules: ListRules) throws -> ListQuery {
        var query = try list(rules)
        for name in ["page[after]", "page[before]"] {
            guard let cursor = rawQuery.first(where: { $0.name == name })?.value, !cursor.isEmpty else { continue }
            guard let number = Cursor.number(cursor) else {
                let reason = "\"\(name)\" must be a cursor that a list has given"
                throw Refusal.invalid([FieldProblem(name, .invalid, reason, source: .query)])
            }
            query.page.number = number
        }
        return query
    }

    /// The links of a page of this list to its neighbours, and its size.
    package func cursorMeta<Item>(_ page: Page<Item>) -> JSON {
        let number = page.request.number
        return [
            "next": number < page.pageCount ? .string(cursorLink(to: number + 1, "page[after]", page)) : .null,
            "previous": number > 1 ? .string(cursorLink(to: number - 1, "page[before]", page)) : .null,
            "size": .integer(Int64(page.request.size)),
        ]
    }

    private func cursorLink<Item>(to number: Int, _ name: String, _ page: Page<Item>) -> String {
        let kept = rawQuery.filter { !$0.name.hasPrefix("page[") }
        let pairs = kept + [("page[size]", String(page.request.size)), (name, Cursor.text(number))]
        let query = pairs.map { pair in
            QueryString.encoded(pair.name) + (pair.value.map { "=" + QueryString.encoded($0) } ?? "")
        }
        return request.uri.path + "?" + query.joined(separator: "&")
    }
}

extension Schema {
    /// What `cursorMeta` gives.
    package static let cursorMeta = Schema.object(
        name: nil,
        [.init("next", .nullable(.string())), .init("previous", .nullable(.string())), .init("size", .number)])

    /// A list of these beside what leads to its neighbours.
    package static func cursorPage(of item: Schema, meta: Schema) -> Schema {
        .object(name: nil, [.init("data", .array(item)), .init("meta", meta)])
    }
}

/// The text that stands for a page.
enum Cursor {
    static func text(_ number: Int) -> String { Data("page:\(number)".utf8).base64EncodedString() }

    static func number(_ cursor: String) -> Int? {
        guard let data = Data(base64Encoded: cursor) else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        guard text.hasPrefix("page:"), let number = Int(text.dropFirst(5)), (1...1_000_000_000).contains(number)
        else { return nil }
        return number
    }
}
