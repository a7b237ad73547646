/// Compares what two schemas say about a value itself: its type, its values, its limits.
struct SchemaFacts {
    let older: APISchema
    let newer: APISchema
    let direction: ChangeDirection
    let spot: SchemaSpot
    /// False when the two have so little in common that their insides need no words.
    private(set) var goesOn = true

    init(older: APISchema, newer: APISchema, direction: ChangeDirection, spot: SchemaSpot) {
        self.older = older
        self.newer = newer
        self.direction = direction
        self.spot = spot
    }

    mutating func compare(_ list: inout ChangeList) {
        types(&list)
        guard goesOn else { return }
        values(&list)
        format(&list)
        limits(&list)
        pattern(&list)
        others(&list)
        if direction == .request, let old = older.defaultText, let new = newer.defaultText, old != new {
            add(.defaultChanged, .unknown, &list, "\(spot.name) is \(code(new)) when left out, was \(code(old)).")
        }
    }

    private func add(
        _ kind: DescriptionChange.Kind, _ effect: DescriptionChange.Effect, _ list: inout ChangeList, _ sentence: String
    ) {
        list.add(kind, effect, spot.subject, at: newer.node, direction, sentence)
    }

    private func code(_ text: String) -> String {
        let short = text.count > 80 ? text.prefix(77) + "…" : text[...]
        return "`\(short.replacing("`", with: "'"))`"
    }
}

extension SchemaFacts {
    private mutating func types(_ list: inout ChangeList) {
        let hadVariants = older.variants != nil, hasVariants = newer.variants != nil
        if hadVariants != hasVariants {
            goesOn = false
            add(.shapeChanged, .unknown, &list, "\(spot.name) is \(code(newer.typeName)), was \(code(older.typeName)).")
            return
        }
        // What only follows from other keywords is no statement of its own.
        if Set(older.types) == Set(newer.types), older.isNullable == newer.isNullable { return }
        let old = Self.types(older), new = Self.types(newer)
        if old == new { return }
        // Of a schema without a type anything goes.
        let isWider = new.isEmpty || (!old.isEmpty && old.allSatisfy { Self.accepts(new, $0) })
        let isNarrower = old.isEmpty || (!new.isEmpty && new.allSatisfy { Self.accepts(old, $0) })
        let effect: DescriptionChange.Effect =
            switch (isWider, isNarrower) {
            case (true, true): .harmless
            case (true, false): direction.effect(request: .harmless, response: .breaking)
            case (false, true): direction.effect(request: .breaking, response: .harmless)
            case (false, false): .breaking
            }
        add(.typeChanged, effect, &list, "\(spot.name) is \(words(new)), was \(words(old)).")
        goesOn = isWider || isNarrower
    }

    private static func types(_ schema: APISchema) -> Set<String> {
        let isStated = schema.node["type"] != nil || schema.parts.contains { $0.node["type"] != nil }
        var types = isStated ? Set(schema.types) : []
        if schema.isNullable, !types.isEmpty { types.insert("null") }
        return types
    }

    private static func accepts(_ types: Set<String>, _ type: String) -> Bool {
        types.contains(type) || (type == "integer" && types.contains("number"))
    }

    private func words(_ types: Set<String>) -> String {
        types.isEmpty ? "of any type" : types.sorted().map { "`\($0)`" }.joined(separator: " or ")
    }

    private func values(_ list: inout ChangeList) {
        let old = older.enumeration, new = newer.enumeration
        switch (old.isEmpty, new.isEmpty) {
        case (true, true): return
        case (true, false):
            add(
                .valuesLimited, direction.effect(request: .breaking, response: .harmless), &list,
                "\(spot.name) takes only \(choice(new)).")
        case (false, true):
            add(
                .valuesOpened, direction.effect(request: .harmless, response: .breaking), &list,
                "\(spot.name) is no longer limited to \(choice(old)).")
        case (false, false):
            let before = Set(old), now = Set(new)
            for value in new where !before.contains(value) {
                add(
                    .valueAdded, direction.effect(request: .harmless, response: .breaking), &list,
                    "\(spot.name) may be \(code(value)) too.")
            }
            for value in old where !now.contains(value) {
                add(
                    .valueRemoved, direction.effect(request: .breaking, response: .harmless), &list,
                    "\(spot.name) is never \(code(value)) any more.")
            }
        }
    }

    private func choice(_ values: [String]) -> String {
        let shown = values.prefix(6).map(code).joined(separator: ", ")
        return values.count > 6 ? "\(shown) and \(values.count - 6) more" : shown
    }

    private func format(_ list: inout ChangeList) {
        let old = older.format, new = newer.format
        if old == new { return }
        let effect: DescriptionChange.Effect =
            switch (old, new) {
            case ("int32", "int64"), ("float", "double"), (.some, nil):
                direction.effect(request: .harmless, response: old == "int32" ? .breaking : .unknown)
            case ("int64", "int32"), ("double", "float"): direction.effect(request: .breaking, response: .harmless)
            case (nil, .some): direction.effect(request: .unknown, response: .harmless)
            default: .unknown
            }
        let was = old.map { "was \(code($0))" } ?? "had none"
        add(
            .formatChanged, effect, &list,
            "\(spot.name) has \(new.map { "the format \(code($0))" } ?? "no format"), \(was).")
    }

    private func pattern(_ list: inout ChangeList) {
        guard older.pattern != newer.pattern else { return }
        let effect: DescriptionChange.Effect =
            switch (older.pattern, newer.pattern) {
            case (_, nil): direction.effect(request: .harmless, response: .unknown)
            case (nil, _): direction.effect(request: .breaking, response: .harmless)
            default: .unknown
            }
        add(
            .patternChanged, effect, &list,
            newer.pattern.map { "\(spot.name) must match \(code($0))." } ?? "\(spot.name) need not match a pattern.")
    }

    private func others(_ list: inout ChangeList) {
        let wasClosed = older.node["additionalProperties"]?.bool == false
        let isClosed = newer.node["additionalProperties"]?.bool == false
        if wasClosed == isClosed { return }
        add(
            isClosed ? .othersForbidden : .othersAllowed,
            isClosed ? direction.effect(request: .breaking, response: .harmless) : .harmless, &list,
            "\(spot.name) \(isClosed ? "takes no properties but those listed" : "may have further properties")."
        )
    }
}

extension SchemaFacts {
    private static let upper = ["maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum"]
    private static let lower = ["minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum"]

    private func limits(_ list: inout ChangeList) {
        for keyword in Self.upper { limit(keyword, isTighter: { $0 < $1 }, &list) }
        for keyword in Self.lower { limit(keyword, isTighter: { $0 > $1 }, &list) }
    }

    private func limit(_ keyword: String, isTighter: (Double, Double) -> Bool, _ list: inout ChangeList) {
        let old = older.node[keyword]?.number, new = newer.node[keyword]?.number
        if old == new { return }
        let tightens =
            switch (old, new) {
            case (nil, .some): true
            case (.some(let old), .some(let new)): isTighter(new, old)
            default: false
            }
        let value = newer.node[keyword]?.text.map { code($0) }, was = older.node[keyword]?.text.map { code($0) }
        let before = was.map { "was \($0)" } ?? "had none"
        add(
            tightens ? .limitTightened : .limitLoosened,
            tightens
                ? direction.effect(request: .breaking, response: .harmless)
                : direction.effect(request: .harmless, response: .unknown), &list,
            value.map { "\(spot.name) has `\(keyword)` \($0), \(before)." }
                ?? "\(spot.name) has no `\(keyword)` any more, \(before).")
    }
}
