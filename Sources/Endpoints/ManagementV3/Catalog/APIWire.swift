import Core
import Model
import Web

/// APIs on the wire, version 3.
enum APIWire {
    static let shape = Shape<APIOverview>(
        "Api",
        [
            .init("id") { $0.api.id }, .init("created_at") { $0.api.createdAt },
            .init("updated_at") { $0.api.updatedAt }, .init("name") { $0.api.name },
            .init("description") { $0.api.description }, .init("version") { $0.api.version },
            .init("slug") { $0.api.slug }, .init("labels") { $0.api.labels },
            .init("attributes") { $0.api.attributes }, .init("api_spec_ids") { $0.versionIDs },
            .init("portals", arrayOf: portal) { $0.portals },
            .init("current_version_summary", optional: APIVersionWire.summary) { $0.currentVersion },
            .init("implementation_mode") { $0.implementationMode?.rawValue },
        ])

    private static let portal = Shape<APIOverview.PublishedTo>(
        "ApiPortal", [.init("id") { $0.id }, .init("name") { $0.name }, .init("display_name") { $0.displayName }])

    static func draft(_ body: inout BodyReader) -> APIDraft {
        ignoreReadOnly(&body)
        var draft = APIDraft(name: body.required("name", .text(API.nameRule)))
        draft.version = body.nullable("version", .text(API.versionRule))
        draft.slug = body.nullable("slug", .text(API.slugRule))
        draft.description = body.nullable("description", .text(API.descriptionRule))
        draft.labels = body.nullable("labels", .labels) ?? [:]
        draft.attributes = body.nullable("attributes", attributes) ?? [:]
        draft.specification = body.optional("spec_content", .text(max: .max))
        return draft
    }

    static func change(_ body: inout BodyReader) -> APIChange {
        ignoreReadOnly(&body)
        var change = APIChange()
        change.name = body.change("name", .text(API.nameRule))
        change.version = body.nullableChange("version", .text(API.versionRule))
        change.slug = body.nullableChange("slug", .text(API.slugRule))
        change.description = body.nullableChange("description", .text(API.descriptionRule))
        change.labels = body.nullableChange("labels", .labels)
        change.attributes = body.change("attributes", attributes)
        return change
    }

    private static func ignoreReadOnly(_ body: inout BodyReader) {
        body.ignore(
            "id", "created_at", "updated_at", "current_version_summary", "api_spec_ids", "portals",
            "implementation_mode")
    }

    /// Attributes, in which null deletes a key.
    static let attributes = ValueReader<[String: [String]?]>(
        schema: .map(.nullable(.array(.string(length: 1...512, pattern: APIAttributes.valuePattern)))),
        standIn: { [:] },
        read: { field, json in
            guard let members = json.members else {
                return .failure(.init(field, .isObject, "value of \"\(field)\" must be an object"))
            }
            var result: [String: [String]?] = [:]
            for member in members {
                let values = member.value.array.map { $0.compactMap(\.string) }
                guard member.value.isNull || values?.count == member.value.array?.count,
                    values != nil || member.value.isNull
                else {
                    let name = "\(field).\(member.name)"
                    return .failure(.init(name, .isArray, "\"\(name)\" must be an array of strings"))
                }
                result.updateValue(values, forKey: member.name)
            }
            let problems = APIAttributes.problems(result, field: field)
            return problems.isEmpty ? .success(result) : .failure(.init(problems))
        })

    static let attribute = Shape<APIAttribute>(
        "ApiAttribute",
        [
            .init("id") { $0.id }, .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
            .init("key") { $0.key },
            .init(
                "values", arrayOf: Shape("Value", [.init("value") { $0.value }, .init("api_count") { $0.apiCount }])
            ) { (attribute: APIAttribute) -> [APIAttribute.Value] in attribute.values },
        ])
}
