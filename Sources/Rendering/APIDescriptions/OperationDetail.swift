/// All that a page about an operation shows, with references followed one step.
package struct OperationDetail: Sendable {
    package var parameters: [APIParameter]
    package var body: APIBody?
    package var responses: [APIResponse]
    /// The ways to authenticate, of which one is enough; an empty way means that none is needed.
    package var security: [[SecurityNeed]]
    package var servers: [APIServer]
    package var callbacks: [APICallback]
    /// Samples that the document brings along.
    package var samples: [APISample]
}

package struct APIParameter: Sendable {
    package enum Place: String, Sendable, CaseIterable {
        case path, query, header, cookie, form
    }

    package var name: String
    package var place: Place
    package var isRequired: Bool
    package var isDeprecated: Bool
    package var description: String?
    package var schema: APISchema?
    /// What stands in the form and in samples; nil when the document gives none.
    package var example: ExampleValue?
    package var style: String?
    package var explode: Bool?
    /// Whether it is a file.
    package var isFile: Bool
    /// As written; nil for what was made up.
    var node: DocumentNode?
}

package struct APIContent: Sendable {
    package struct Example: Sendable {
        package var name: String
        /// JSON for JSON-like types, else as written.
        package var text: String
    }

    package var mediaType: String
    package var schema: APISchema?
    package var examples: [Example]
    /// The fields of a form; empty for other bodies.
    package var fields: [APIParameter]
    /// How the fields are written, by their names.
    var encoding: DocumentNode?

    package var isJSON: Bool { mediaType.contains("json") || mediaType == "*/*" }
    package var isForm: Bool { mediaType.hasPrefix("multipart/") || mediaType == "application/x-www-form-urlencoded" }
}

package struct APIBody: Sendable {
    package var description: String?
    package var isRequired: Bool
    package var contents: [APIContent]
}

package struct APIResponse: Sendable {
    /// `200`, `4XX`, `default`.
    package var status: String
    package var description: String?
    package var headers: [APIParameter]
    package var contents: [APIContent]
    /// What can be called with what came back.
    package var links: [APIResponseLink] = []

    package var isSuccess: Bool { status.hasPrefix("2") || status == "default" }
}

package struct SecurityNeed: Sendable, Equatable {
    package var scheme: SecurityScheme
    package var scopes: [String]
}

package struct APICallback: Sendable {
    package var name: String
    package var operations: [APIOperation]
}

package struct APISample: Sendable, Equatable {
    package var language: String
    package var label: String
    package var source: String
}
