import Model
import TestKit
import Web

/// Bodies drawn from the schemas that operations declare.
struct Draws {
    let random: FixedRandom
    /// Values that only the world knows, by the path of the operation and the name of the property: `theme.name`.
    let known: @Sendable (_ path: String, _ name: String) -> Known

    enum Known {
        case value(JSON)
        /// To be left out: it would need what is not there.
        case absent
        case free
    }

    private func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    /// A body with all required properties and some of the others; with all when it is to be filled.
    func body(_ schema: Schema, path: String, fill: Bool) -> JSON {
        switch schema {
        case .oneOf(let schemas): body(schemas[0], path: path, fill: fill)
        case .named(_, let schema): body(schema, path: path, fill: fill)
        case .object(_, let properties, _): object(properties, Place(path: path, fill: fill))
        default: [:]
        }
    }

    /// Where a value stands.
    private struct Place {
        let path: String
        let fill: Bool
        var name = ""

        func inside(_ member: String) -> Place {
            var place = self
            place.name = name.isEmpty ? member : "\(name).\(member)"
            return place
        }
    }

    private func object(_ properties: [Schema.Property], _ place: Place) -> JSON {
        .object(
            properties.compactMap { property in
                let inner = place.inside(property.name), isAsked = property.isRequired || place.fill || below(2) == 0
                switch known(place.path, inner.name) {
                case .absent: return nil
                case .value(let value): return isAsked ? JSON.Member(property.name, value) : nil
                case .free:
                    // What may hold anything is sent back by clients and not read.
                    if case .anything = property.schema { return nil }
                    return isAsked ? JSON.Member(property.name, value(property.schema, inner)) : nil
                }
            })
    }

    private func value(_ schema: Schema, _ place: Place) -> JSON {
        switch schema {
        case .string(let format, let length, let pattern): return text(format, length, pattern, place.name)
        case .choice(let values): return .string(values[below(values.count)])
        case .boolean: return .bool(below(2) == 0)
        case .integer: return .integer(Int64(below(1_000)))
        case .integerIn(let range):
            let span = range.upperBound.subtractingReportingOverflow(range.lowerBound)
            return .integer(Int64(range.lowerBound + below(max(1, span.overflow ? 1_000 : min(span.0, 100_000)))))
        case .number: return .number(0.5)
        case .anything: return .null
        case .array(let item, let count):
            let least = max(count?.lowerBound ?? 0, 1), most = min(count?.upperBound ?? 3, 3)
            return .array((0..<max(least, below(most + 1))).map { _ in value(item, place) })
        case .map(let values):
            if case .anything = values { return [:] }
            let names = ["env", "team", "owner"].prefix(1 + below(3))
            return .object(names.map { JSON.Member($0, value(required(values), place)) })
        case .object(_, let properties, _): return object(properties, place)
        case .nullable(let schema): return below(4) == 0 && !place.fill ? .null : value(schema, place)
        case .oneOf(let schemas): return value(schemas[0], place)
        case .named(_, let schema): return value(schema, place)
        }
    }

    /// Values of maps are not null: null takes a key away.
    private func required(_ schema: Schema) -> Schema {
        if case .nullable(let inner) = schema { inner } else { schema }
    }

    private static let plain = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    private static let wild = Array("aZ9 .-_'\"<>&%/\\äß漢🛫é\t")

    private func text(_ format: String?, _ length: ClosedRange<Int>?, _ pattern: String?, _ name: String) -> JSON {
        if format == "uuid" { return .string(random.id().text as String) }
        if format == "date-time" { return "2030-01-02T03:04:05.000Z" }
        let length = length ?? 0...40
        let count = min(length.upperBound, max(length.lowerBound, 4 + below(20)))
        // A pattern is for narrow texts: letters and digits are in all of them.
        if pattern != nil || name == "name" { return .string("x" + draw(Self.plain, max(0, count - 1))) }
        return .string("x" + draw(Self.wild, max(0, count - 2)) + (count > 1 ? "y" : ""))
    }

    private func draw(_ alphabet: [Character], _ count: Int) -> String {
        String((0..<count).map { _ in alphabet[below(alphabet.count)] })
    }
}

extension FixedRandom {
    fileprivate func id() -> ID<API> { id(at: FixedClock.start) }
}
