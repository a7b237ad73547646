package import Model
import Rendering

/// Reads uploaded descriptions of APIs. Whatever can be stored is accepted; what is wrong with it is told.
enum SpecificationReader {
    /// Refuses only what is too large.
    static func read(_ content: String, _ kernel: Kernel) throws -> Specification {
        try readBoth(content, kernel).specification
    }

    /// The same, with what was read.
    static func readBoth(
        _ content: String, _ kernel: Kernel
    ) throws -> (specification: Specification, description: APIDescription) {
        let uploads = kernel.settings.uploads
        guard content.utf8.count <= uploads[.description] else {
            throw Refusal.tooLarge("A description must not exceed \(uploads.words(.description))")
        }
        if content.utf8.contains(0) {
            throw Refusal.invalid("content", .isString, "value of \"content\" must not contain a null character")
        }
        let description = APIDescription.parse(content)
        var found = specification(content, description.shortened, DescriptionRules.diagnostics(of: description))
        found.searchEntries = SearchEntry.text(of: description.searchEntries)
        return (found, description)
    }

    /// Reads what is uploaded, with what it refers to on servers that may be called. `isAllowed` is asked before.
    static func readUpload(
        _ content: String, archive: [UInt8]? = nil, _ kernel: Kernel, isAllowed: () async throws -> Void
    ) async throws -> (specification: Specification, description: APIDescription) {
        let fetcher = ReferenceFetcher(kernel)
        var read = try readBoth(content, kernel)
        read.specification.archive = archive
        guard fetcher.concerns(read.description.tree) else { return read }
        try await isAllowed()
        guard let bundle = try await fetcher.bundle(read.description.tree) else { return read }
        let description = APIDescription.parse(bundle), tree = read.description.tree
        var summary = description.shortened
        summary.diagnostics = Diagnostic.located(
            summary.diagnostics + DescriptionRules.diagnostics(of: description), in: tree)
        var found = specification(content, summary, [])
        found.searchEntries = SearchEntry.text(of: description.searchEntries)
        (found.bundle, found.archive) = (bundle, archive)
        return (found, description)
    }

    /// What is wrong with a description; refuses one that is no description at all.
    static func validate(_ content: String, _ kernel: Kernel) throws -> [SpecificationProblem] {
        let (found, description) = try readBoth(content, kernel)
        guard found.kind != .unknown, !description.tree.diagnostics.contains(where: \.isError) else {
            throw SpecificationUnreadable(problems: found.problems)
        }
        return found.problems
    }

    private static func specification(
        _ content: String, _ summary: APIDescription.Summary, _ rules: [Diagnostic]
    ) -> Specification {
        Specification(
            content: content, kind: SpecificationKind(rawValue: summary.kind.rawValue) ?? .unknown,
            title: fitting(summary.title, API.nameRule), version: fitting(summary.version, API.versionRule),
            description: fitting(summary.description, API.descriptionRule),
            problems: (summary.diagnostics + rules).filter { $0.severity != .information }.prefix(maximumProblems)
                .map {
                    SpecificationProblem(
                        severity: $0.severity.rawValue, message: $0.message, pointer: $0.pointer, line: $0.line,
                        rule: $0.rule)
                },
            operations: summary.operations.map {
                SpecificationOperation(
                    key: $0.key, method: $0.method, path: $0.path, operationID: $0.operationId, summary: $0.summary,
                    description: $0.description, tags: $0.tags, isDeprecated: $0.deprecated)
            })
    }

    /// What a document says of itself, cut to what an API may say.
    private static func fitting(_ text: String?, _ rule: TextRule) -> String? {
        text.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(rule.length.upperBound))) }
    }

    private static let maximumProblems = 500
}

/// What was to be validated is no description of an API.
package struct SpecificationUnreadable: Error {
    package let problems: [SpecificationProblem]
}

extension Diagnostic {
    fileprivate var isError: Bool { severity == .error }
}
