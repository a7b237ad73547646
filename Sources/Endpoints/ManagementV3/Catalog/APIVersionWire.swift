import Core
import Model
import Web

/// Versions of APIs on the wire, and the older shape that calls them specifications.
enum APIVersionWire {
    static let summary = Shape<APIVersion>(
        "ApiVersionSummary",
        [
            .init("id") { $0.id }, .init("version") { $0.version },
            .init("spec", Shape("ApiVersionSpecSummary", [.init("type") { $0.kind.wireName }])) { $0 },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    static let full = Shape<(APIVersion, Specification)>(
        "ApiVersion",
        [
            .init("id") { $0.0.id }, .init("version") { $0.0.version }, .init("spec", specification) { $0.1 },
            .init("created_at") { $0.0.createdAt }, .init("updated_at") { $0.0.updatedAt },
        ])

    static let specificationSummary = Shape<APIVersion>(
        "ApiSpecSummary",
        [
            .init("id") { $0.id }, .init("type") { $0.kind.wireName }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt },
        ])

    static let specificationFull = Shape<(APIVersion, Specification)>(
        "ApiSpec",
        [
            .init("id") { $0.0.id }, .init("content") { $0.1.content }, .init("type") { $0.0.kind.wireName },
            .init("validation_messages", arrayOf: message) { $0.1.problems },
            .init("created_at") { $0.0.createdAt }, .init("updated_at") { $0.0.updatedAt },
        ])

    /// The wire has but a text: the name of the rule stands at its end.
    static let message = Shape<SpecificationProblem>(
        "ValidationMessage",
        [.init("message") { problem in problem.rule.map { "\(problem.message) (\($0))" } ?? problem.message }])

    private static let specification = Shape<Specification>(
        "ApiVersionSpec",
        [
            .init("content") { $0.content }, .init("type") { $0.kind.wireName },
            .init("validation_messages", arrayOf: message) { $0.problems },
        ])

    static func draft(_ body: inout BodyReader) -> APIVersionDraft {
        body.ignore("id", "created_at", "updated_at")
        let version = body.nullable("version", .text(API.versionRule))
        let content = body.required(
            "spec",
            .object(standIn: { "" }) { spec in
                spec.ignore("type", "validation_messages")
                return spec.required("content", .text(max: .max))
            })
        return APIVersionDraft(version: version, content: content)
    }

    static func change(_ body: inout BodyReader) -> APIVersionChange {
        body.ignore("id", "created_at", "updated_at")
        var change = APIVersionChange()
        change.version = body.change("version", .text(API.versionRule))
        let content = body.optional(
            "spec",
            .object(standIn: { Change<String>.unchanged }) { spec in
                spec.ignore("type", "validation_messages")
                return spec.change("content", .text(max: .max))
            })
        change.content = content ?? .unchanged
        return change
    }

    static func specificationDraft(_ body: inout BodyReader) -> APIVersionDraft {
        ignoreReadOnly(&body)
        return APIVersionDraft(version: nil, content: body.required("content", .text(max: .max)))
    }

    static func specificationChange(_ body: inout BodyReader) -> APIVersionChange {
        ignoreReadOnly(&body)
        var change = APIVersionChange()
        change.content = body.change("content", .text(max: .max))
        return change
    }

    /// The type must be one, and is found in the content, whatever the caller calls it.
    private static func ignoreReadOnly(_ body: inout BodyReader) {
        body.ignore("id", "created_at", "updated_at", "validation_messages")
        _ = body.optional("type", .one(of: ["oas2", "oas3", "asyncapi"]))
    }
}
