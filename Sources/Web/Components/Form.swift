package import Model
package import Rendering

extension UI {
    /// A form that posts; fields stacked, actions below.
    ///
    /// `guardUnsaved` asks before leaving a changed form; `upload` sends files. Who may not post it sees what a form
    /// that is to be changed holds, and of others nothing.
    package static func form(
        to address: String, id: String? = nil, upload: Bool = false, guardUnsaved: Bool = false,
        attributes: Attributes = [:], actions: HTML = .empty, content: HTML
    ) -> HTML {
        let isOff = !FormGuard.allows(address)
        if isOff, !guardUnsaved { return .empty }
        var all = attributes
        all.add("id", id)
        if upload { all.add("enctype", "multipart/form-data") }
        all.add("data-guard-unsaved", if: guardUnsaved)
        let row: HTML = actions.isEmpty ? "" : "<div class=\"form-actions\">\(actions)</div>"
        let fields: HTML = "<div class=\"form-fields\">\(content)</div>"
        let controls: HTML = isOff ? "<fieldset class=\"form-off\" disabled>\(fields)</fieldset>" : "\(fields)\(row)"
        return "<form class=\"form\" method=\"post\" action=\"\(url: address)\"\(all.html)>\(controls)</form>"
    }

    /// Fields beside each other on wide screens.
    package static func fieldRow(_ fields: HTML...) -> HTML {
        "<div class=\"field-row\">\(fields)</div>"
    }
}

/// What a refusal says about the fields of a form: the first reason per field.
package struct FormProblems: Sendable {
    package static let none = FormProblems([FieldProblem]())

    private let problems: [FieldProblem]
    private var clashes: [FormClash] = []

    package init(_ problems: [FieldProblem]) {
        self.problems = problems
    }

    /// What somebody else has saved since the form was opened.
    package init(_ clashes: [FormClash]) {
        problems = []
        self.clashes = clashes
    }

    /// The problems of a refusal. A conflict or another refusal becomes a problem of `field`, or of the whole form.
    package init(_ refusal: Refusal, field: String = "") {
        switch refusal {
        case .invalid(let problems, _): self.problems = problems
        case .conflict(let text), .forbidden(let text), .gone(let text), .unready(let text),
            .tooLarge(let text), .unsupportedMediaType(let text), .unavailable(let text):
            problems = [FieldProblem(field, .invalid, text)]
        case .unprocessable(_, let text), .unauthenticated(_, let text), .tooMany(let text, _):
            problems = [FieldProblem(field, .invalid, text)]
        case .notFound, .unknown, .methodNotAllowed:
            problems = [FieldProblem(field, .invalid, "It does not exist any more.")]
        }
    }

    package var isEmpty: Bool { problems.isEmpty && clashes.isEmpty }

    package subscript(_ field: String) -> String? {
        problems.first { $0.field == field }?.reason
    }

    /// The first reason of a field whose name begins so, such as one of many labels.
    package subscript(beginningWith field: String) -> String? {
        problems.first { $0.field.hasPrefix(field) }?.reason
    }

    /// An alert with what somebody else has saved in the fields that were changed, too; empty when nobody has.
    package var newer: HTML {
        if clashes.isEmpty { return .empty }
        return UI.alert(
            .warn, title: "Somebody else has saved this in the meantime",
            """
            <div class="stack"><p>What you typed is in the form, and not saved. Saving again replaces what they \
            saved:</p>\(clashes.map(\.html))</div>
            """)
    }

    /// An alert with the problems of fields other than those that the form shows, after `newer`; empty when there are
    /// none.
    package func summary(shown: [String]) -> HTML {
        let others = problems.filter { !shown.contains($0.field) }
        if others.isEmpty { return newer }
        let lines: [HTML] = others.map { problem in
            problem.field.isEmpty ? "<p>\(problem.reason)</p>" : "<p>\(problem.field): \(problem.reason)</p>"
        }
        return UI.alert(.danger, title: "This could not be saved", "\(lines)")
    }
}
