package import Model

extension ValueReader<String> {
    /// Text that keeps a rule.
    package static func text(_ rule: TextRule) -> ValueReader {
        let schema = Schema.string(length: rule.length, pattern: rule.pattern?.text)
        return ValueReader(schema: schema, standIn: { "" }) { field, json in
            guard let text = json.string else { return .failure(notText(field)) }
            if let problem = rule.problem(field, text) { return .failure(Problems([problem])) }
            return .success(text)
        }
    }

    /// Text of any kind up to a length.
    package static func text(max: Int) -> ValueReader { text(TextRule(0...max)) }

    /// One text and no other.
    package static func constant(_ text: String) -> ValueReader { one(of: [text]) }

    /// One of some texts.
    package static func one(of texts: [String]) -> ValueReader {
        ValueReader(schema: .choice(texts), standIn: { texts[0] }) { field, json in
            guard let text = json.string, texts.contains(text) else {
                let reason = "value of \"\(field)\" must be one of [\(texts.joined(separator: ", "))]"
                return .failure(Problems(field, .oneOf(texts), reason))
            }
            return .success(text)
        }
    }

    private static func notText(_ field: String) -> Problems {
        Problems(field, .isString, "value of \"\(field)\" must be a utf-8 string")
    }
}

extension ValueReader<Bool> {
    package static var boolean: ValueReader {
        ValueReader(schema: .boolean, standIn: { false }) { field, json in
            guard let flag = json.bool else {
                return .failure(Problems(field, .isBoolean, "value of \"\(field)\" must be true or false"))
            }
            return .success(flag)
        }
    }
}

extension ValueReader<Int> {
    /// A whole number within bounds.
    package static func integer(_ range: ClosedRange<Int>) -> ValueReader {
        ValueReader(schema: .integerIn(range), standIn: { range.lowerBound }) { field, json in
            guard let value = json.integer.map(Int.init) else {
                return .failure(Problems(field, .isInteger, "value of \"\(field)\" must be an integer"))
            }
            if value < range.lowerBound {
                let reason = "value of \"\(field)\" must be at least \(range.lowerBound)"
                return .failure(Problems(field, .min(range.lowerBound), reason))
            }
            if value > range.upperBound {
                let reason = "value of \"\(field)\" must not exceed \(range.upperBound)"
                return .failure(Problems(field, .max(range.upperBound), reason))
            }
            return .success(value)
        }
    }
}

extension ValueReader<Instant> {
    package static var dateTime: ValueReader {
        let schema = Schema.string(format: "date-time")
        return ValueReader(schema: schema, standIn: { Instant(milliseconds: 0) }) { field, json in
            guard let instant = json.string.flatMap(Instant.init(iso:)) else {
                return .failure(Problems(field, .isDateTime, "value of \"\(field)\" must be an RFC 3339 date-time"))
            }
            return .success(instant)
        }
    }
}

extension ValueReader<JSON> {
    package static var anything: ValueReader {
        ValueReader(schema: .anything, standIn: { .null }) { _, json in .success(json) }
    }

    /// Any object.
    package static var object: ValueReader {
        ValueReader(schema: .map(.anything), standIn: { [:] }) { field, json in
            guard json.members != nil else {
                return .failure(Problems(field, .isObject, "value of \"\(field)\" must be an object"))
            }
            return .success(json)
        }
    }
}

extension ValueReader<[String: String?]> {
    /// Labels, in which null deletes a key.
    package static var labels: ValueReader {
        let schema = Schema.map(.nullable(.string(length: 1...63, pattern: Labels.pattern)))
        return ValueReader(schema: schema, standIn: { [:] }) { field, json in
            guard let members = json.members else {
                return .failure(Problems(field, .isObject, "value of \"\(field)\" must be an object"))
            }
            var labels: [String: String?] = [:]
            for member in members {
                guard member.value.isNull || member.value.string != nil else {
                    let name = "\(field).\(member.name)"
                    return .failure(Problems(name, .isString, "value of \"\(name)\" must be a utf-8 string"))
                }
                labels.updateValue(member.value.string, forKey: member.name)
            }
            let problems = Labels.problems(labels, field: field)
            return problems.isEmpty ? .success(labels) : .failure(Problems(problems))
        }
    }
}

extension ValueReader {
    /// The id of an entity.
    package static func id<Entity>(of: Entity.Type = Entity.self) -> ValueReader where Value == ID<Entity> {
        let standIn = ID<Entity>(stored: "")
        return ValueReader(schema: .string(format: "uuid"), standIn: { standIn }) { field, json in
            guard let id = json.string.flatMap({ ID<Entity>($0) }) else {
                return .failure(Problems(field, .isUUID, "\"\(field)\" must be a valid UUID"))
            }
            return .success(id)
        }
    }

    /// One of the cases of an enumeration.
    package static func choice() -> ValueReader
    where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String, Value.AllCases: Sendable {
        choice(Array(Value.allCases))
    }

    /// One of some cases.
    package static func choice(_ cases: [Value]) -> ValueReader
    where Value: RawRepresentable & Sendable, Value.RawValue == String {
        let choices = cases.map(\.rawValue)
        return ValueReader(schema: .choice(choices), standIn: { cases[0] }) { field, json in
            guard let text = json.string, let value = Value(rawValue: text), choices.contains(text) else {
                let reason = "value of \"\(field)\" must be one of [\(choices.joined(separator: ", "))]"
                return .failure(Problems(field, .oneOf(choices), reason))
            }
            return .success(value)
        }
    }

    /// A list of values, each read by the same means.
    package static func array<Item: Sendable>(
        _ item: ValueReader<Item>, count: ClosedRange<Int> = 0...1_000
    ) -> ValueReader where Value == [Item] {
        ValueReader(schema: .array(item.schema, count: count), standIn: { [] }) { field, json in
            guard let items = json.array else {
                return .failure(Problems(field, .isArray, "\"\(field)\" must be an array"))
            }
            if items.count < count.lowerBound {
                let reason = "\"\(field)\" must contain at least \(count.lowerBound) items"
                return .failure(Problems(field, .minItems(count.lowerBound), reason))
            }
            if items.count > count.upperBound {
                let reason = "\"\(field)\" must contain no more than \(count.upperBound) items"
                return .failure(Problems(field, .maxItems(count.upperBound), reason))
            }
            var values: [Item] = [], problems: [FieldProblem] = []
            for (index, json) in items.enumerated() {
                switch item.read("\(field)[\(index)]", json) {
                case .success(let value): values.append(value)
                case .failure(let failure): problems += failure.list
                }
            }
            return problems.isEmpty ? .success(values) : .failure(.init(problems))
        }
    }
}
