package import Model

/// What the served OpenAPI document says of an operation beyond its path.
package struct EndpointStory: Sendable {
    package var summary: String?
    /// What the summary leaves open, in Markdown.
    package var description: String?
    package var list: ListRules?
    package var paging: Paging
    package var query: [QueryParameter]
    /// Reads a body in describing mode: see `BodyReader.describe`.
    package var body: (@Sendable (inout BodyReader) -> Void)?
    /// The body of doors that read no `BodyReader`.
    package var bodySchema: Schema?
    /// Whether the body may hold what is not described, as some contracts want it.
    package var isOpenBody: Bool
    package var answer: Schema?
    /// The media type of the answer; others that the caller may ask for.
    package var media: [String]
    package var successStatus: Int
    /// Further statuses of success, with the same answer.
    package var otherStatuses: [Int]
    /// Statuses of refusals beyond those that every operation of its kind may answer.
    package var refusals: [Int]

    package init(
        summary: String? = nil, description: String? = nil, list: ListRules? = nil, paging: Paging = .numbered,
        query: [QueryParameter] = [], body: (@Sendable (inout BodyReader) -> Void)? = nil, bodySchema: Schema? = nil,
        isOpenBody: Bool = false, answer: Schema? = nil, media: [String] = ["application/json"],
        successStatus: Int = 200, otherStatuses: [Int] = [], refusals: [Int] = []
    ) {
        self.summary = summary
        self.description = description
        self.list = list
        self.paging = paging
        self.query = query
        self.body = body
        self.bodySchema = bodySchema
        self.isOpenBody = isOpenBody
        self.answer = answer
        self.media = media
        self.successStatus = successStatus
        self.otherStatuses = otherStatuses
        self.refusals = refusals
    }

    /// How a list is cut into pages; of no meaning without `list`.
    package enum Paging: Sendable {
        case numbered, cursor
        /// All of it at once.
        case whole
    }

    /// A parameter of the query string beside filter, sort and page.
    package struct QueryParameter: Sendable {
        package var name: String
        package var schema: Schema
        package var summary: String

        package init(_ name: String, _ schema: Schema, _ summary: String) {
            self.name = name
            self.schema = schema
            self.summary = summary
        }

        /// A switch such as `?force`.
        package static func flag(_ name: String, _ summary: String) -> Self {
            Self(name, .choice(["true", "false"]), summary)
        }
    }

    /// The schema of the body; nil when there is none.
    package var requestSchema: Schema? {
        bodySchema ?? body.map { BodyReader.describe(isClosed: !isOpenBody, $0) }
    }
}
