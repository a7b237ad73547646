/// What changed from one description of an API to another, and what that means for applications.
///
/// References are followed as they are met, each pair of schemas once in each direction, so that circles end and large
/// documents take time in proportion to their size.
package struct APIComparison: Sendable {
    /// The API's own changes first, then those of operations in their order, then those of schemas.
    package let changes: [DescriptionChange]
    /// False when there are more changes than are listed, or one of the documents could not be compared.
    package let isComplete: Bool
    /// Whether both are OpenAPI; of others nothing is said.
    package let isComparable: Bool

    /// `hidesInternal` leaves out what is marked `x-internal`.
    package init(from older: APIDescription, to newer: APIDescription, hidesInternal: Bool = false) {
        isComparable = older.kind.isOpenAPI && newer.kind.isOpenAPI
        guard isComparable else {
            changes = []
            isComplete = older.kind == newer.kind && older.tree.bytes == newer.tree.bytes
            return
        }
        var work = DescriptionComparison(older: older, newer: newer, hidesInternal: hidesInternal)
        work.run()
        changes = work.list.result
        isComplete = work.list.isComplete
    }

    package func count(_ effect: DescriptionChange.Effect) -> Int {
        changes.count { $0.effect == effect }
    }

    /// The changes by what they are about, the worst first within each.
    package var groups: [(subject: DescriptionChange.Subject, changes: [DescriptionChange])] {
        var order: [DescriptionChange.Subject] = []
        var found: [DescriptionChange.Subject: [DescriptionChange]] = [:]
        for change in changes {
            if found[change.subject] == nil { order.append(change.subject) }
            found[change.subject, default: []].append(change)
        }
        let rank = { (subject: DescriptionChange.Subject) in
            switch subject {
            case .api: 0
            case .operation: 1
            case .schema: 2
            }
        }
        return order.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map {
            ($0.element, Self.worstFirst(found[$0.element] ?? []))
        }
    }

    /// In their order, but the worst first.
    package static func worstFirst(_ changes: [DescriptionChange]) -> [DescriptionChange] {
        DescriptionChange.Effect.allCases.flatMap { effect in changes.filter { $0.effect == effect } }
    }
}

/// Compares what stands at the top of two descriptions, then operation by operation.
struct DescriptionComparison {
    let older: APIDescription
    let newer: APIDescription
    let hidesInternal: Bool
    var list = ChangeList()
    private var schemas: SchemaComparison

    init(older: APIDescription, newer: APIDescription, hidesInternal: Bool) {
        self.older = older
        self.newer = newer
        self.hidesInternal = hidesInternal
        schemas = SchemaComparison(hidesInternal: hidesInternal)
    }

    mutating func run() {
        servers()
        schemes()
        operations(older.operations, newer.operations, label: { "\($0.method) \($0.path)" })
        operations(older.webhooks, newer.webhooks, label: { "\($0.method) webhook \($0.path)" })
        schemas.run(&list)
    }

    private mutating func servers() {
        let old = Set(older.servers.map(\.template)), new = Set(newer.servers.map(\.template))
        let (oldRoot, newRoot) = (older.tree.root, newer.tree.root)
        for server in older.servers where !new.contains(server.template) {
            list.add(
                .serverRemoved, .breaking, .api, at: oldRoot?["servers"] ?? oldRoot, isInOlder: true,
                "The server `\(server.template)` is gone.")
        }
        for server in newer.servers where !old.contains(server.template) {
            list.add(
                .serverAdded, .harmless, .api, at: newRoot?["servers"] ?? newRoot,
                "The server `\(server.template)` is new.")
        }
    }

    /// Schemes of the same name that work differently.
    private mutating func schemes() {
        let known = Dictionary(older.securitySchemes.map { ($0.name, $0) }) { first, _ in first }
        let root = newer.tree.root
        for scheme in newer.securitySchemes {
            guard let old = known[scheme.name], let effect = Self.effect(old.mechanism, scheme.mechanism) else {
                continue
            }
            let node =
                root?["components"]?["securitySchemes"]?[scheme.name] ?? root?["securityDefinitions"]?[scheme.name]
            list.add(
                .schemeChanged, effect, .api, at: node, "The way to authenticate `\(scheme.name)` works differently.")
        }
    }

    private static func effect(
        _ old: SecurityScheme.Mechanism, _ new: SecurityScheme.Mechanism
    ) -> DescriptionChange.Effect? {
        switch (old, new) {
        case (.oauth2(let old), .oauth2(let new)):
            let plain = { (flows: [SecurityScheme.Flow]) in
                Dictionary(flows.map { ($0.name, [$0.authorizationURL, $0.tokenURL]) }) { first, _ in first }
            }
            let (old, new) = (plain(old), plain(new))
            if old == new { return nil }
            return old.allSatisfy { new[$0.key] == $0.value } ? .harmless : .breaking
        case (.bearer, .bearer): return nil
        default: return old == new ? nil : .breaking
        }
    }

    private mutating func operations(
        _ old: [APIOperation], _ new: [APIOperation], label: (APIOperation) -> String
    ) {
        let isShown = { [hidesInternal] (operation: APIOperation) in !(hidesInternal && operation.isInternal) }
        let known = Dictionary(old.map { (Self.key($0), $0) }) { first, _ in first }
        let kept = Set(new.map(Self.key))
        for operation in new where isShown(operation) {
            let subject = DescriptionChange.Subject.operation(label(operation))
            guard let before = known[Self.key(operation)], isShown(before) else {
                list.add(.operationAdded, .harmless, subject, at: operation.node, "The operation is new.")
                continue
            }
            var comparison = OperationComparison(
                older: (before, older), newer: (operation, newer), subject: subject)
            comparison.run(&list, &schemas)
        }
        for operation in old where !kept.contains(Self.key(operation)) && isShown(operation) {
            list.add(
                .operationRemoved, .breaking, .operation(label(operation)), at: operation.node, isInOlder: true,
                operation.isDeprecated ? "The operation is gone. It was deprecated before." : "The operation is gone.")
        }
    }

    /// Method and path, whatever the path calls its parameters.
    private static func key(_ operation: APIOperation) -> String {
        "\(operation.method) \(PathShape.plain(operation.path))"
    }
}

enum PathShape {
    /// `/pets/{id}` as `/pets/{}`.
    static func plain(_ path: String) -> String {
        path.replacing(/\{[^}]*\}/, with: "{}")
    }

    /// The names of the parameters in their order.
    static func names(_ path: String) -> [String] {
        path.matches(of: /\{([^}]*)\}/).map { String($0.1) }
    }
}
