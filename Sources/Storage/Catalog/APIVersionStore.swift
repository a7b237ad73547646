package import Model

extension Transaction {
    package var apiVersions: APIVersionStore { APIVersionStore(tx: self) }
}

/// The versions of APIs with their descriptions.
package struct APIVersionStore {
    let tx: Transaction

    /// Refuses a conflict when the API has the version already.
    package func insert(_ version: APIVersion, _ specification: Specification) throws {
        try mapping(version) {
            try tx.run(.insert("api_versions", Self.values(version, specification)))
        }
        try insertOperations(specification.operations, of: version.id)
        try tx.searchIndexes.put(specification.searchEntries, of: version.id)
        try tx.specificationSources.put(specification, of: version.id)
    }

    /// Writes all fields; without a specification the old one stays.
    package func update(_ version: APIVersion, _ specification: Specification?) throws {
        let condition = "id = \(version.id)" as SQL
        let update: SQL =
            if let specification {
                .update("api_versions", Self.values(version, specification), where: condition)
            } else {
                .update(
                    "api_versions", ["version": "\(version.version)", "updated_at": "\(version.updatedAt)"],
                    where: condition)
            }
        guard try mapping(version, { try tx.run(update) }) == 1 else { throw Refusal.notFound }
        if let specification {
            try tx.run("DELETE FROM api_operations WHERE version_id = \(version.id)")
            try insertOperations(specification.operations, of: version.id)
            try tx.searchIndexes.put(specification.searchEntries, of: version.id)
            try tx.specificationSources.put(specification, of: version.id)
        }
    }

    @discardableResult
    package func delete(_ id: ID<APIVersion>) throws -> Bool {
        try tx.run("DELETE FROM api_versions WHERE id = \(id)") == 1
    }

    /// The version, when it is one of that API.
    package func find(_ id: ID<APIVersion>, of api: ID<API>) throws -> APIVersion? {
        try tx.first("SELECT \(sql: Self.columns) FROM api_versions v WHERE v.id = \(id) AND v.api_id = \(api)")
            .map(Self.version)
    }

    /// The version with that name.
    package func find(named name: String, of api: ID<API>) throws -> APIVersion? {
        try tx.first("SELECT \(sql: Self.columns) FROM api_versions v WHERE v.api_id = \(api) AND v.version = \(name)")
            .map(Self.version)
    }

    /// The version that carries the API's own version string, else the newest; nil when there is none.
    package func current(of api: ID<API>) throws -> APIVersion? {
        try tx.first(
            """
            SELECT \(sql: Self.columns) FROM apis a JOIN api_versions v ON \(sql: Self.isCurrent)
            WHERE a.id = \(api)
            """
        ).map(Self.version)
    }

    /// All versions of an API, the newest first.
    package func all(of api: ID<API>) throws -> [APIVersion] {
        try tx.all(
            """
            SELECT \(sql: Self.columns) FROM api_versions v WHERE v.api_id = \(api)
            ORDER BY v.created_at DESC, v.id DESC
            """
        ).map(Self.version)
    }

    package func list(_ query: ListQuery, of api: ID<API>) throws -> Page<APIVersion> {
        try tx.page(Self.source(api), query, APIVersion.list).map(Self.version)
    }

    /// The description as it was uploaded.
    package func content(of id: ID<APIVersion>) throws -> String? {
        try tx.first("SELECT content FROM api_versions WHERE id = \(id)").map { try $0.text("content") }
    }

    /// The description as it is shown: with what was fetched for it.
    package func shownContent(of id: ID<APIVersion>) throws -> String? {
        try tx.specificationSources.bundle(of: id) ?? content(of: id)
    }

    package func problems(of id: ID<APIVersion>) throws -> [SpecificationProblem] {
        guard let row = try tx.first("SELECT problems FROM api_versions WHERE id = \(id)") else { return [] }
        return Self.problems(try row.json("problems"))
    }

    /// In the order of the description.
    package func operations(of id: ID<APIVersion>) throws -> [SpecificationOperation] {
        try tx.all("SELECT * FROM api_operations WHERE version_id = \(id) ORDER BY position").map(Self.operation)
    }

    /// The versions of each API, the newest first.
    func ids(of apis: [ID<API>]) throws -> [ID<API>: [ID<APIVersion>]] {
        var ids: [ID<API>: [ID<APIVersion>]] = [:]
        let rows = try tx.all(
            """
            SELECT v.api_id, v.id FROM api_versions v WHERE v.api_id IN \(list: apis)
            ORDER BY v.created_at DESC, v.id DESC
            """)
        for row in rows { ids[try row.id("api_id"), default: []].append(try row.id("id")) }
        return ids
    }

    /// The operations with these keys, in the order of the description.
    package func operations(_ keys: [String], of id: ID<APIVersion>) throws -> [SpecificationOperation] {
        if keys.isEmpty { return [] }
        return try tx.all(
            "SELECT * FROM api_operations WHERE version_id = \(id) AND key IN \(list: keys) ORDER BY position"
        ).map(Self.operation)
    }

    private func insertOperations(_ operations: [SpecificationOperation], of id: ID<APIVersion>) throws {
        for (position, operation) in operations.enumerated() {
            let words = [operation.method, operation.path, operation.operationID, operation.summary]
            try tx.run(
                .insert(
                    "api_operations",
                    [
                        "version_id": "\(id)", "position": "\(position)", "key": "\(operation.key)",
                        "method": "\(operation.method)", "path": "\(operation.path)",
                        "operation_id": "\(operation.operationID)", "summary": "\(operation.summary)",
                        "description": "\(operation.description)",
                        "tags": "\(JSON.array(operation.tags.map(JSON.string)))",
                        "is_deprecated": "\(operation.isDeprecated)",
                        "search_text": "\((words + operation.tags).compactMap(\.self).joined(separator: " "))",
                    ]))
        }
    }
}

extension APIVersionStore {
    /// Whether `v` is the current version of the API `a` of the statement around it. It says first that it is one of
    /// the API's, by which engines find it.
    static let isCurrent: SQL = """
        v.api_id = a.id AND v.id = COALESCE(
            (SELECT c.id FROM api_versions c WHERE c.api_id = a.id AND c.version = a.version),
            (SELECT c.id FROM api_versions c WHERE c.api_id = a.id ORDER BY c.created_at DESC, c.id DESC LIMIT 1))
        """

    static let columns: SQL = """
        v.id AS v_id, v.api_id AS v_api_id, v.version AS v_version, v.kind AS v_kind, v.title AS v_title, \
        v.operation_count AS v_operation_count, v.problem_count AS v_problem_count, v.created_at AS v_created_at, \
        v.updated_at AS v_updated_at
        """

    static func source(_ api: ID<API>) -> ListSource {
        let wireKind: SQL = "CASE v.kind WHEN 'oas2' THEN 'oas2' WHEN 'asyncapi' THEN 'asyncapi' ELSE 'oas3' END"
        return ListSource(
            columns, from: "api_versions v", where: ["v.api_id = \(api)"], id: "v.id",
            fields: [
                "type": .string(wireKind), "version": .string("v.version"), "created_at": .dateTime("v.created_at"),
            ])
    }

    @discardableResult
    private func mapping<T>(_ version: APIVersion, _ body: () throws -> T) throws -> T {
        let detail = "Specification for API '\(version.apiID)' already exists in the version \"\(version.version)\""
        return try tx.mapping(.unique("api_versions_version", .conflict(detail)), body: body)
    }

    private static func values(
        _ version: APIVersion, _ specification: Specification
    ) -> KeyValuePairs<StaticString, SQL> {
        let problems = specification.problems.map { problem -> JSON in
            [
                "severity": .string(problem.severity), "message": .string(problem.message),
                "pointer": .string(problem.pointer), "line": .integer(Int64(problem.line)),
                "rule": problem.rule.map(JSON.string) ?? .null,
            ]
        }
        return [
            "id": "\(version.id)", "api_id": "\(version.apiID)", "version": "\(version.version)",
            "kind": "\(version.kind)", "title": "\(version.title)", "operation_count": "\(version.operationCount)",
            "problem_count": "\(version.problemCount)", "created_at": "\(version.createdAt)",
            "updated_at": "\(version.updatedAt)", "problems": "\(JSON.array(problems))",
            "content": "\(specification.content)",
        ]
    }

    static func version(_ row: Row) throws -> APIVersion {
        APIVersion(
            id: try row.id("v_id"), apiID: try row.id("v_api_id"), version: try row.text("v_version"),
            kind: try row.choice("v_kind"), title: try row.textOrNil("v_title"),
            operationCount: try row.int("v_operation_count"), problemCount: try row.int("v_problem_count"),
            createdAt: try row.instant("v_created_at"), updatedAt: try row.instant("v_updated_at"))
    }

    /// Of a row of an outer join.
    static func versionOrNil(_ row: Row) throws -> APIVersion? {
        try row.textOrNil("v_id") == nil ? nil : try version(row)
    }

    static func operation(_ row: Row) throws -> SpecificationOperation {
        SpecificationOperation(
            key: try row.text("key"), method: try row.text("method"), path: try row.text("path"),
            operationID: try row.textOrNil("operation_id"), summary: try row.textOrNil("summary"),
            description: try row.textOrNil("description"),
            tags: (try row.json("tags").array ?? []).compactMap(\.string), isDeprecated: try row.bool("is_deprecated"))
    }

    private static func problems(_ json: JSON) -> [SpecificationProblem] {
        (json.array ?? []).map { item in
            SpecificationProblem(
                severity: item["severity"]?.string ?? "error", message: item["message"]?.string ?? "",
                pointer: item["pointer"]?.string ?? "", line: Int(item["line"]?.integer ?? 0),
                rule: item["rule"]?.string)
        }
    }
}
