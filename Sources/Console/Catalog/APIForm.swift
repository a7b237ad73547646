import Model
import Rendering
import Web

/// The fields of an API, as forms show and send them.
struct APIForm {
    static let shown = [
        "name", "version", "slug", "description", "labels", "attributes", "spec", "content", "rate_limiting_config",
    ]

    /// What is kept when somebody else has changed it since the form was opened.
    static let edited = ["name", "version", "slug", "description", "limit", "span", "labels", "attributes"]
    static let titles = ["limit": "Requests", "span": "In each of these"]

    let form: FormData
    let problems: FormProblems

    init(_ form: FormData, _ problems: FormProblems = .none) {
        self.form = form
        self.problems = problems
    }

    init(_ api: API) {
        self.init(
            FormData([
                ("name", api.name), ("version", api.version ?? ""), ("slug", api.slug),
                ("description", api.description ?? ""), ("limit", api.rateLimit.map { "\($0.limit)" } ?? ""),
                ("span", api.rateLimit?.span.rawValue ?? RateLimit.Span.minutes.rawValue),
                ("labels", api.labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "\n")),
                ("attributes", Self.lines(api.attributes).joined(separator: "\n")),
            ]))
    }

    /// Name, version, slug and description. What is left empty comes from a description when there may be one.
    func names(fromDescription: Bool) -> HTML {
        let hint: HTML? = fromDescription ? "Left empty, it is taken from the description." : nil
        return """
            \(UI.textField("name", label: "Name", value: form["name"], hint: hint, error: problems["name"],
                required: !fromDescription, attributes: ["maxlength": "255"]))\
            \(UI.fieldRow(
                UI.textField("version", label: "Version", value: form["version"], error: problems["version"],
                    placeholder: "1.0.0"),
                UI.textField("slug", label: "Slug", value: form["slug"],
                    hint: "Its part of addresses. Left empty, it is made from name and version.",
                    error: problems["slug"])))\
            \(UI.textArea("description", label: "Description", value: form["description"], rows: 4,
                hint: "Markdown. Developers read it in the catalog.", error: problems["description"]))
            """
    }

    /// Labels and attributes, a line each.
    var facets: HTML {
        """
        \(UI.textArea("labels", label: "Labels", value: form["labels"], rows: 3, code: true,
            hint: "One per line, such as <code>team=payments</code>. Only operators see them.",
            error: firstProblem("labels")))\
        \(UI.textArea("attributes", label: "Attributes", value: form["attributes"], rows: 3, code: true,
            hint: "One per line, such as <code>domain: booking, travel</code>. Developers filter the catalog by them.",
            error: firstProblem("attributes")))
        """
    }

    /// How often a key may call.
    var limit: HTML {
        UI.fieldRow(
            UI.textField(
                "limit", label: "Requests", value: form["limit"], type: .number, hint: "Left empty, there is no limit.",
                error: problems["rate_limiting_config"], attributes: ["min": "0"]),
            UI.select(
                "span", label: "In each of these",
                options: [
                    UI.Option("seconds", "Second"), UI.Option("minutes", "Minute"), UI.Option("hours", "Hour"),
                ], value: form["span"].isEmpty ? "minutes" : form["span"]))
    }

    /// Nil when nothing was sent. Refuses what is no number of requests.
    static func rateLimit(_ form: FormData) throws -> RateLimit? {
        guard let text = form.nonEmpty("limit") else { return nil }
        guard let limit = Int(text), (0...RateLimit.maximum).contains(limit),
            let span = RateLimit.Span(rawValue: form["span"])
        else { throw Refusal.invalid("rate_limiting_config", .isInteger, "Enter a whole number of requests") }
        return RateLimit(limit: limit, span: span)
    }

    private func firstProblem(_ field: String) -> String? { problems[beginningWith: field] }

    /// `team=payments` on each line. Refuses a line without a value.
    static func labels(_ text: String) throws -> [String: String] {
        var labels: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline).map(\.trimmingSpaces) where !line.isEmpty {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw Refusal.invalid("labels", .isLabel, "“\(line)” is not of the form key=value")
            }
            labels[parts[0].trimmingSpaces] = parts[1].trimmingSpaces
        }
        return labels
    }

    /// `domain: booking, travel` on each line. Refuses a line without values.
    static func attributes(_ text: String) throws -> [String: [String]] {
        var attributes: [String: [String]] = [:]
        for line in text.split(whereSeparator: \.isNewline).map(\.trimmingSpaces) where !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let values = parts.last?.split(separator: ",").map(\.trimmingSpaces).filter { !$0.isEmpty } ?? []
            guard parts.count == 2, !values.isEmpty else {
                throw Refusal.invalid("attributes", .invalid, "“\(line)” is not of the form key: value, value")
            }
            attributes[parts[0].trimmingSpaces, default: []] += values
        }
        return attributes
    }

    static func lines(_ attributes: [String: [String]]) -> [String] {
        attributes.sorted { $0.key < $1.key }.map { "\($0): \($1.joined(separator: ", "))" }
    }
}
