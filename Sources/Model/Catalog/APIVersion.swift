/// A version of an API with a description of its own; the description itself is read apart, because it may be large.
package struct APIVersion: Sendable, Equatable {
    package var id: ID<APIVersion>
    package var apiID: ID<API>
    /// Unique within the API.
    package var version: String
    package var kind: SpecificationKind
    /// What the description calls itself.
    package var title: String?
    package var operationCount: Int
    package var problemCount: Int
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<APIVersion>, apiID: ID<API>, version: String, kind: SpecificationKind, title: String?,
        operationCount: Int, problemCount: Int, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.apiID = apiID
        self.version = version
        self.kind = kind
        self.title = title
        self.operationCount = operationCount
        self.problemCount = problemCount
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension APIVersion {
    package static let list = ListRules(
        filters: ["type": .string, "version": .string], sorts: ["created_at"])

    package static let specificationList = ListRules(filters: ["type": .string])
}

extension APIVersion {
    /// Two versions to compare, out of all of an API, the newest first. For what is not chosen the neighbour stands;
    /// nil when there are not two.
    package static func pair(
        from: APIVersion?, to: APIVersion?, current: APIVersion?, of versions: [APIVersion]
    ) -> (older: APIVersion, newer: APIVersion)? {
        guard versions.count > 1 else { return nil }
        if let from, let to { return (from, to) }
        guard let place = (from ?? to ?? current).flatMap({ versions.firstIndex(of: $0) }) else {
            return (versions[1], versions[0])
        }
        let isOlder = from != nil ? place > 0 : place == versions.count - 1
        return isOlder ? (versions[place], versions[place - 1]) : (versions[place + 1], versions[place])
    }
}

/// What a description is written in.
package enum SpecificationKind: String, Sendable, CaseIterable {
    case openAPI2 = "oas2", openAPI30 = "oas30", openAPI31 = "oas31", asyncAPI = "asyncapi", unknown

    /// `oas2`, `oas3` or `asyncapi`. The wire has no word for documents of no known kind: they pass as `oas3`.
    package var wireName: String {
        switch self {
        case .openAPI2: "oas2"
        case .openAPI30, .openAPI31, .unknown: "oas3"
        case .asyncAPI: "asyncapi"
        }
    }
}

/// A description as it was uploaded, and what was found in it.
package struct Specification: Sendable, Equatable {
    package var content: String
    package var kind: SpecificationKind
    package var title: String?
    /// What the document says, not what the operator named.
    package var version: String?
    package var description: String?
    package var problems: [SpecificationProblem]
    package var operations: [SpecificationOperation]
    /// What search finds in it, as search keeps it; empty leaves that for later.
    package var searchEntries: String = ""
    /// The description with what was fetched for it, when that is more than what was uploaded.
    package var bundle: String?
    /// The archive that the description came in, as it was uploaded.
    package var archive: [UInt8]?

    package init(
        content: String, kind: SpecificationKind, title: String?, version: String?, description: String?,
        problems: [SpecificationProblem], operations: [SpecificationOperation]
    ) {
        self.content = content
        self.kind = kind
        self.title = title
        self.version = version
        self.description = description
        self.problems = problems
        self.operations = operations
    }
}

/// Something wrong with a description, which is kept all the same.
package struct SpecificationProblem: Sendable, Equatable {
    package var severity: String
    package var message: String
    /// A JSON pointer.
    package var pointer: String
    /// From 1; 0 when not known.
    package var line: Int
    /// The name of the rule that is broken, as linters know it.
    package var rule: String?

    package init(severity: String, message: String, pointer: String, line: Int, rule: String? = nil) {
        self.rule = rule
        self.severity = severity
        self.message = message
        self.pointer = pointer
        self.line = line
    }
}

/// An operation of a description, as far as lists and search need it.
package struct SpecificationOperation: Sendable, Equatable {
    /// Its part of the address of its page; unique in its version.
    package var key: String
    package var method: String
    package var path: String
    package var operationID: String?
    package var summary: String?
    package var description: String?
    package var tags: [String]
    package var isDeprecated: Bool

    package init(
        key: String, method: String, path: String, operationID: String?, summary: String?, description: String?,
        tags: [String], isDeprecated: Bool
    ) {
        self.key = key
        self.method = method
        self.path = path
        self.operationID = operationID
        self.summary = summary
        self.description = description
        self.tags = tags
        self.isDeprecated = isDeprecated
    }
}

/// A version to be added.
package struct APIVersionDraft: Sendable {
    /// Nil takes what the description says.
    package var version: String?
    package var content: String
    /// What the content came in.
    package var archive: [UInt8]?

    package init(version: String?, content: String, archive: [UInt8]? = nil) {
        self.version = version
        self.content = content
        self.archive = archive
    }

    package func problems() -> [FieldProblem] {
        [version.flatMap { API.versionRule.problem("version", $0) }].compactMap(\.self)
    }
}

/// What to alter about a version.
package struct APIVersionChange: Sendable {
    package var version: Change<String> = .unchanged
    package var content: Change<String> = .unchanged
    /// What a new content came in.
    package var archive: [UInt8]?

    package init() {}

    package func problems() -> [FieldProblem] {
        [version.value.flatMap { API.versionRule.problem("version", $0) }].compactMap(\.self)
    }
}
