/// Where a schema is met: what a sentence about it says.
struct SchemaSpot {
    var subject: DescriptionChange.Subject
    /// What the schema is when no property is named: `The request body`.
    var root: String
    /// What follows the name of a property: ` in the request body`.
    var place: String
    /// The way to the property: `owner.name`.
    var path: String

    /// The subject of a sentence.
    var name: String { path.isEmpty ? root : "`\(path)`\(place)" }

    func property(_ name: String) -> SchemaSpot {
        var spot = self
        spot.path = path.isEmpty ? name : "\(path).\(name)"
        return spot
    }

    func items() -> SchemaSpot {
        var spot = self
        spot.path = path + "[]"
        return spot
    }
}

/// Compares schemas, and all that they refer to, from a list of pairs that are still to be compared.
struct SchemaComparison {
    private struct Pair: Hashable {
        var older: DocumentNode
        var newer: DocumentNode
        var direction: ChangeDirection
    }

    private struct Task {
        var older: APISchema
        var newer: APISchema
        var direction: ChangeDirection
        var spot: SchemaSpot
    }

    private static let limit = 200_000

    let hidesInternal: Bool
    private var met: Set<Pair> = []
    private var tasks: [Task] = []

    init(hidesInternal: Bool) {
        self.hidesInternal = hidesInternal
    }

    /// Remembers to compare two schemas; what is not described says nothing.
    mutating func compare(
        _ older: APISchema?, _ newer: APISchema?, _ direction: ChangeDirection, _ spot: SchemaSpot
    ) {
        guard let older = older?.plain, let newer = newer?.plain else { return }
        let pair = Pair(older: older.node, newer: newer.node, direction: direction)
        guard older.unresolved == nil, newer.unresolved == nil, met.count < Self.limit, met.insert(pair).inserted
        else { return }
        var spot = spot
        if let name = newer.name ?? older.name {
            spot = SchemaSpot(subject: .schema(name), root: "The schema", place: "", path: "")
        }
        tasks.append(Task(older: older, newer: newer, direction: direction, spot: spot))
    }

    mutating func run(_ list: inout ChangeList) {
        var next = 0
        while next < tasks.count {
            let task = tasks[next]
            next += 1
            step(task, &list)
        }
        if met.count >= Self.limit { list.cutOff() }
        tasks = []
    }

    private mutating func step(_ task: Task, _ list: inout ChangeList) {
        var facts = SchemaFacts(older: task.older, newer: task.newer, direction: task.direction, spot: task.spot)
        facts.compare(&list)
        guard facts.goesOn else { return }
        properties(task, &list)
        variants(task, &list)
        if let old = task.older.items, let new = task.newer.items {
            compare(old, new, task.direction, task.spot.items())
        }
        if let old = task.older.additional, let new = task.newer.additional {
            compare(old, new, task.direction, task.spot.property("*"))
        }
    }

    private func isMet(_ schema: APISchema, _ direction: ChangeDirection) -> Bool {
        if hidesInternal, schema.isInternal { return false }
        return direction == .request ? !schema.isReadOnly : !schema.isWriteOnly
    }

    private mutating func properties(_ task: Task, _ list: inout ChangeList) {
        let direction = task.direction, subject = task.spot.subject
        let old = task.older.properties.filter { isMet($0.schema, direction) }
        let new = task.newer.properties.filter { isMet($0.schema, direction) }
        if old.isEmpty, new.isEmpty { return }
        let known = Dictionary(old.map { ($0.name, $0) }) { first, _ in first }
        let kept = Set(new.map(\.name))
        for property in new {
            let spot = task.spot.property(property.name), node = property.schema.node
            guard let before = known[property.name] else {
                let isBreaking = property.isRequired && direction == .request
                list.add(
                    .propertyAdded, isBreaking ? .breaking : .harmless, subject, at: node, direction,
                    "\(spot.name) is new\(property.isRequired ? " and required" : "").")
                continue
            }
            if property.isRequired != before.isRequired {
                let effect: DescriptionChange.Effect =
                    property.isRequired
                    ? direction.effect(request: .breaking, response: .harmless)
                    : direction.effect(request: .harmless, response: .breaking)
                list.add(
                    property.isRequired ? .propertyRequired : .propertyOptional, effect, subject, at: node, direction,
                    "\(spot.name) is \(property.isRequired ? "now" : "no longer") required.")
            }
            if property.schema.isDeprecated, !before.schema.isDeprecated {
                list.add(.propertyDeprecated, .harmless, subject, at: node, "\(spot.name) is deprecated.")
            }
            compare(before.schema, property.schema, direction, spot)
        }
        let isClosed = task.newer.node["additionalProperties"]?.bool == false
        for property in old where !kept.contains(property.name) {
            list.add(
                .propertyRemoved, direction.effect(request: isClosed ? .breaking : .unknown, response: .breaking),
                subject, at: property.schema.node, isInOlder: true, direction,
                "\(task.spot.property(property.name).name) is gone.")
        }
    }

    /// Alternatives are told apart by their names, those without by their places.
    private mutating func variants(_ task: Task, _ list: inout ChangeList) {
        let old = task.older.variants?.schemas ?? [], new = task.newer.variants?.schemas ?? []
        guard !old.isEmpty, !new.isEmpty else { return }
        let named = { (schemas: [APISchema]) in
            schemas.enumerated().map { ($0.element.name ?? "#\($0.offset)", $0.element) }
        }
        let before = named(old), now = named(new)
        let subject = task.spot.subject, direction = task.direction
        for (name, schema) in now {
            if let same = before.first(where: { $0.0 == name }) {
                compare(same.1, schema, direction, task.spot)
            } else {
                list.add(
                    .variantAdded, direction.effect(request: .harmless, response: .breaking), subject,
                    at: schema.node, direction, "\(task.spot.name) may be `\(schema.typeName)` too.")
            }
        }
        for (name, schema) in before where !now.contains(where: { $0.0 == name }) {
            list.add(
                .variantRemoved, direction.effect(request: .breaking, response: .harmless), subject,
                at: schema.node, isInOlder: true, direction, "\(task.spot.name) is never `\(schema.typeName)` any more."
            )
        }
    }
}

extension APISchema {
    /// The schema, or the one alternative that it has besides null.
    var plain: APISchema {
        var schema = self
        for _ in 0..<8 {
            guard schema.node["properties"] == nil, let variants = schema.variants, variants.count == 1,
                let only = variants.first
            else { break }
            schema = only
        }
        return schema
    }
}
