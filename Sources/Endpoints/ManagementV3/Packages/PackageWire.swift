import Core
import Model
import Web

extension RateLimit.Span: WireChoice {}

/// Packages and the operations that the gateway enforces, on the wire.
enum PackageWire {
    static let shape = Shape<API>(
        "ApiPackage",
        [
            .init("id") { $0.id }, .init("name") { $0.name }, .init("version") { $0.version },
            .init("slug") { $0.slug }, .init("description") { $0.description },
            .init("rate_limiting_config", optional: limit) { $0.rateLimit }, .init("labels") { $0.labels },
            .init("attributes") { $0.attributes }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt },
        ])

    private static let limit = Shape<RateLimit>(
        "RateLimitingConfig", [.init("limit") { $0.limit }, .init("duration") { $0.span }])

    private static let named = Shape<OperationMatch.Named>(
        "Named", [.init("id") { $0.id }, .init("name") { $0.name }])

    private static let status = Shape<OperationMatch?>(
        "ApiOperationImplementationStatus",
        [
            .init("matched") { $0 != nil }, .init("route", optional: named) { $0?.route },
            .init("service", optional: named) { $0?.service },
        ])

    static let operation = Shape<(GatewayOperation, OperationMatch?)>(
        "ApiOperation",
        [
            .init("id") { $0.0.id }, .init("method") { $0.0.method }, .init("path") { $0.0.path },
            .init("implementation_status", status) { $0.1 },
        ])

    private static let api = Shape<PackageOperation>(
        "ApiPackageOperationApi",
        [
            .init("id") { $0.operation.apiID }, .init("name") { $0.apiName },
            .init("version") { $0.apiVersion ?? "" },
        ])

    static let member = Shape<(PackageOperation, OperationMatch?)>(
        "ApiPackageOperation",
        [
            .init("id") { $0.0.operation.id }, .init("api", api) { $0.0 },
            .init("method") { $0.0.operation.method }, .init("path") { $0.0.operation.path },
            .init("rate_limiting_config", optional: limit) { $0.0.rateLimit },
            .init("implementation_status", status) { $0.1 }, .init("created_at") { $0.0.createdAt },
            .init("updated_at") { $0.0.updatedAt },
        ])

    /// A description that is made and not kept goes by its package.
    static let computed = Shape<(API, Specification)>(
        "ApiPackageComputedSpecification",
        [
            .init("id") { $0.0.id }, .init("content") { $0.1.content }, .init("type") { $0.1.kind.wireName },
            .init("validation_messages", arrayOf: APIVersionWire.message) { $0.1.problems },
            .init("created_at") { $0.0.createdAt }, .init("updated_at") { $0.0.updatedAt },
        ])

    static func draft(_ body: inout BodyReader) -> APIDraft {
        ignoreReadOnly(&body)
        var draft = APIDraft(name: body.required("name", .text(API.nameRule)))
        draft.version = body.nullable("version", .text(API.versionRule))
        draft.slug = body.nullable("slug", .text(API.slugRule))
        draft.description = body.nullable("description", .text(API.descriptionRule))
        draft.rateLimit = body.nullable("rate_limiting_config", rateLimit)
        draft.labels = body.nullable("labels", .labels) ?? [:]
        draft.attributes = body.nullable("attributes", APIWire.attributes) ?? [:]
        return draft
    }

    static func change(_ body: inout BodyReader) -> APIChange {
        ignoreReadOnly(&body)
        var change = APIChange()
        change.name = body.change("name", .text(API.nameRule))
        change.version = body.nullableChange("version", .text(API.versionRule))
        change.slug = body.nullableChange("slug", .text(API.slugRule))
        change.description = body.nullableChange("description", .text(API.descriptionRule))
        change.rateLimit = body.nullableChange("rate_limiting_config", rateLimit)
        change.labels = body.nullableChange("labels", .labels)
        change.attributes = body.change("attributes", APIWire.attributes)
        return change
    }

    private static func ignoreReadOnly(_ body: inout BodyReader) {
        body.ignore("id", "created_at", "updated_at")
    }

    private static let rateLimit = ValueReader<RateLimit>.object(
        standIn: { RateLimit(limit: 0, span: .minutes) }
    ) { limit in
        RateLimit(
            limit: limit.required("limit", .integer(0...RateLimit.maximum)),
            span: limit.required("duration", .choice()))
    }

    /// The steps of a change; every problem is told with its place.
    static func steps(_ body: JSON) throws -> [PackageStep] {
        switch list.read("body", body) {
        case .success(let steps): return steps
        case .failure(let failure): throw Refusal.invalid(failure.list)
        }
    }

    static let list = ValueReader<[PackageStep]>.array(step, count: 1...PackageOperation.maximumSteps)

    private static let step = ValueReader<PackageStep>.object(
        standIn: { PackageStep(.remove, ID(stored: "")) }
    ) { body in
        let action: PackageStep.Action = body.required("op", .choice())
        let operation = body.required("path", path)
        let value = body.optional("value", value)
        return PackageStep(action, operation, rateLimit: value ?? nil)
    }

    private static let value = ValueReader<RateLimit?>.object(standIn: { nil }) { value in
        value.nullable("rate_limiting_config", rateLimit)
    }

    /// `operations/{id}`.
    private static let path = ValueReader<ID<GatewayOperation>>(
        schema: .string(pattern: "^operations/[0-9a-fA-F-]{36}$"), standIn: { ID(stored: "") }
    ) { field, json in
        guard let text = json.string, text.hasPrefix("operations/"),
            let id = ID<GatewayOperation>(String(text.dropFirst(11)))
        else {
            return .failure(.init(field, .matchesRegex, "value of \"\(field)\" must be operations/ and a UUID"))
        }
        return .success(id)
    }
}
