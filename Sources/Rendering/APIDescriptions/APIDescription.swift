/// What a document says about an API, read as far as the document goes.
///
/// `$ref` is never unfolded wholesale: it stays an edge that `resolve` follows one step at a time.
package struct APIDescription: Sendable {
    package enum Kind: String, Sendable, Codable {
        case openAPI2 = "oas2"
        case openAPI30 = "oas30"
        case openAPI31 = "oas31"
        case asyncAPI = "asyncapi"
        case unknown

        package var isOpenAPI: Bool { self == .openAPI2 || self == .openAPI30 || self == .openAPI31 }

        /// `oas2`, `oas3` or `asyncapi`; nil for documents of no known kind.
        package var wireName: String? {
            switch self {
            case .openAPI2: "oas2"
            case .openAPI30, .openAPI31: "oas3"
            case .asyncAPI: "asyncapi"
            case .unknown: nil
            }
        }
    }

    package let tree: DocumentTree
    package let kind: Kind
    /// `3.1.0`, as written after `openapi`, `swagger` or `asyncapi`.
    package let specificationVersion: String
    /// Nil when the document gives none.
    package let title: String?
    package let version: String?
    package let summary: String?
    package let description: String?
    package let servers: [APIServer]
    package let tags: [APITag]
    /// All operations in the order of the document, webhooks apart.
    package let operations: [APIOperation]
    package let webhooks: [APIOperation]
    /// What operations call back, each once however many do.
    package let callbacks: [APIOperation]
    package let securitySchemes: [SecurityScheme]
    /// The named schemas, by their name in the document.
    package let schemas: [NamedSchema]
    /// Channels, messages and brokers; nil for other kinds.
    package let async: AsyncAPI?
    /// What is wrong with the document, the syntax first.
    package let diagnostics: [Diagnostic]

    /// Whether any schema says that its values are not to be shown.
    let marksSensitiveData: Bool
    /// How its operations are put together, once somebody has asked.
    let outlines = ReferenceOutlines()
    private let positions: [String: Int]
    /// The keys of named schemas by their names.
    let schemaKeys: [String: String]
    private let schemaPositions: [String: Int]

    /// Reads a description. Never fails: a document that is none has the kind `unknown` and diagnostics.
    package static func parse(_ text: String) -> APIDescription {
        APIDescription(DocumentTree.parse(text))
    }

    package init(_ tree: DocumentTree) {
        self.tree = tree
        let root = tree.root
        marksSensitiveData = tree.mentions(SensitiveData.keyword)
        (kind, specificationVersion) = Self.detect(root)
        let info = root?["info"]
        title = info?["title"]?.words
        version = info?["version"]?.words
        summary = info?["summary"]?.words
        description = info?["description"]?.words
        servers = APIServer.read(root, kind: kind)
        let references = References(tree: tree)
        securitySchemes = SecurityScheme.read(root, kind: kind, references: references)
        async =
            kind == .asyncAPI
            ? AsyncAPI(tree, version: specificationVersion, securitySchemes: securitySchemes) : nil
        let reading = OperationReading(tree: tree, kind: kind)
        let found = kind.isOpenAPI ? reading.operations(root) : .init(operations: async?.operations ?? [])
        (operations, webhooks, callbacks) = (found.operations, found.webhooks, found.callbacks)
        tags = APITag.read(root, operations: operations, references: references)
        schemas = NamedSchema.read(root, kind: kind)
        var positions: [String: Int] = [:]
        for (position, operation) in (operations + webhooks + callbacks).enumerated() {
            positions[operation.key] = position
        }
        self.positions = positions
        schemaKeys = Dictionary(schemas.map { ($0.name, $0.key) }) { first, _ in first }
        schemaPositions = Dictionary(schemas.enumerated().map { ($0.element.key, $0.offset) }) { first, _ in first }
        diagnostics =
            tree.diagnostics
            + DescriptionLint(tree: tree, kind: kind, operations: operations, references: references)
            .diagnostics()
    }

    /// The operation, webhook or callback with this key; nil when there is none.
    package func operation(_ key: String) -> APIOperation? {
        guard let position = positions[key] else { return nil }
        if position < operations.count { return operations[position] }
        let rest = position - operations.count
        return rest < webhooks.count ? webhooks[rest] : callbacks[rest - webhooks.count]
    }

    /// The named schema with this key; nil when there is none.
    package func schema(_ key: String) -> NamedSchema? {
        schemaPositions[key].map { schemas[$0] }
    }

    package var references: References { References(tree: tree) }

    private static func detect(_ root: DocumentNode?) -> (Kind, String) {
        guard let root, root.isObject else { return (.unknown, "") }
        if let version = root["openapi"]?.text {
            return (version.hasPrefix("3.0") ? .openAPI30 : version.hasPrefix("2") ? .openAPI2 : .openAPI31, version)
        }
        if let version = root["swagger"]?.text { return (.openAPI2, version) }
        if let version = root["asyncapi"]?.text { return (.asyncAPI, version) }
        return (.unknown, "")
    }
}

extension APIDescription {
    /// The few facts that lists and search need.
    package struct Summary: Sendable, Equatable, Codable {
        package var kind: Kind
        package var title: String?
        package var version: String?
        package var description: String?
        package var operations: [OperationSummary]
        package var diagnostics: [Diagnostic]
    }

    package struct OperationSummary: Sendable, Equatable, Codable {
        /// The operation's part of its page's address, unique in its description.
        package var key: String
        /// In upper case.
        package var method: String
        package var path: String
        package var operationId: String?
        package var summary: String?
        package var description: String?
        package var tags: [String]
        package var deprecated: Bool
    }

    package var shortened: Summary {
        Summary(
            kind: kind, title: title, version: version, description: description,
            operations: operations.map { operation in
                OperationSummary(
                    key: operation.key, method: operation.method, path: operation.path,
                    operationId: operation.operationId, summary: operation.summary,
                    description: operation.description, tags: operation.tags, deprecated: operation.isDeprecated)
            }, diagnostics: diagnostics)
    }
}

extension APIDescription.Summary {
    /// Reads no more of a description than lists and search need.
    package static func parse(_ text: String) -> APIDescription.Summary {
        APIDescription.parse(text).shortened
    }
}

extension String {
    /// The text without blanks around it; nil when nothing is left.
    var nonEmpty: String? {
        // Most texts have no blanks around them.
        if let first = utf8.first, let last = utf8.last, (0x21..<0x7F).contains(first), (0x21..<0x7F).contains(last) {
            return self
        }
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return nil
        }
        return first == startIndex && last == index(before: endIndex) ? self : String(self[first...last])
    }
}
