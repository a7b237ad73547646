package import Core
import HTTPTypes
import Model
package import Web

/// Where entries of the catalog of each kind are on the wire.
extension API.Kind {
    var path: String { self == .api ? "/v3/apis/{apiId}" : "/v3/api-packages/{packageId}" }
    var parameter: String { self == .api ? "apiId" : "packageId" }

    /// The id of an operation in the contract, by that of the same operation on APIs.
    func operation(_ id: String) -> String {
        self == .api ? id : id.replacing("-api-", with: "-api-package-")
    }

    func address(_ id: ID<API>) -> String {
        self == .api ? "/v3/apis/\(id)" : "/v3/api-packages/\(id)"
    }
}

/// `/v3/api-packages` with operations and descriptions: operators only.
package struct PackageRoutes {
    private static let path = "/v3/api-packages"
    private static let one = path + "/{packageId}"
    private static let operations = one + "/operations"
    private let packages: APIs
    private let contents: PackageContents
    private let bodyLimit: Int

    package init(_ product: Product) {
        packages = product.packages
        bodyLimit = product.kernel.settings.uploads.bodyLimit(.description)
        contents = product.packageContents
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        packageEndpoints + operationEndpoints + specificationEndpoints
    }

    private var packageEndpoints: [Endpoint<OperatorCaller>] {
        let shape = PackageWire.shape
        return [
            .get(
                Self.path, "list-api-packages", needs: .filtered,
                story: EndpointStory(summary: "List packages", list: API.packageList, answer: shape.pageSchema), list),
            .post(
                Self.path, "create-api-package", needs: .api(.create),
                story: EndpointStory(
                    summary: "Create a package", body: { _ = PackageWire.draft(&$0) }, answer: shape.schema,
                    successStatus: 201), create),
            .get(
                Self.one, "get-api-package", needs: .api(.view),
                story: EndpointStory(summary: "Get a package", answer: shape.schema), get),
            .patch(
                Self.one, "patch-api-package", needs: .api(.update),
                story: EndpointStory(
                    summary: "Update a package", body: { _ = PackageWire.change(&$0) }, answer: shape.schema), update),
            .delete(
                Self.one, "delete-api-package", needs: .api(.delete),
                story: EndpointStory(summary: "Delete a package", successStatus: 204),
                delete),
        ]
    }

    private var operationEndpoints: [Endpoint<OperatorCaller>] {
        let shape = PackageWire.member
        return [
            .get(
                Self.operations, "list-api-packages-operations", needs: .api(.view),
                story: EndpointStory(
                    summary: "List the operations of a package", list: PackageOperation.list,
                    answer: shape.pageSchema), listOperations),
            .patch(
                Self.operations, "update-api-package-operations", needs: .api(.update),
                story: EndpointStory(
                    summary: "Add and remove operations", bodySchema: PackageWire.list.schema, successStatus: 204),
                changeOperations),
            .get(
                Self.operations + "/{operationId}", "get-api-packages-operation", needs: .api(.view),
                story: EndpointStory(summary: "Get an operation of a package", answer: shape.schema), getOperation),
            .delete(
                Self.operations + "/{operationId}", "remove-api-package-operation", needs: .api(.update),
                story: EndpointStory(summary: "Remove an operation", successStatus: 204), removeOperation),
        ]
    }

    private var specificationEndpoints: [Endpoint<OperatorCaller>] {
        let current = Self.one + "/current-specification", shape = APIVersionWire.specificationFull
        return [
            .put(
                current, "update-api-package-current-specification", needs: .api(.update),
                story: EndpointStory(
                    summary: "Set the description of a package",
                    body: { _ = APIVersionWire.specificationDraft(&$0) }, answer: shape.schema), setSpecification),
            .get(
                current, "get-api-package-current-specification", needs: .api(.view),
                story: EndpointStory(summary: "Get the description of a package", answer: shape.schema),
                getSpecification),
            .delete(
                current, "delete-api-package-current-specification", needs: .api(.update),
                story: EndpointStory(summary: "Delete the description of a package", successStatus: 204),
                deleteSpecification),
            .get(
                Self.one + "/computed-specification", "get-api-package-computed-specification", needs: .api(.view),
                story: EndpointStory(
                    summary: "Get a description made of the operations", answer: PackageWire.computed.schema),
                computedSpecification),
        ]
    }
}

extension PackageRoutes {
    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(API.packageList)
        return .json(PackageWire.shape.page(try await packages.list(query, as: call.caller.actor).map(\.api)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body { PackageWire.draft(&$0) }
        let created = try await packages.create(draft, as: call.caller.actor)
        return .json(PackageWire.shape.json(created.api), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(PackageWire.shape.json(try await packages.find(call.id("packageId"), as: call.caller.actor).api))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<API> = try call.id("packageId")
        let change = try await call.body { PackageWire.change(&$0) }
        return .json(PackageWire.shape.json(try await packages.update(id, change, as: call.caller.actor).api))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await packages.delete(call.id("packageId"), as: call.caller.actor)
        return .empty()
    }

    private func listOperations(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(PackageOperation.list)
        let page = try await contents.operations(of: call.id("packageId"), query, as: call.caller.actor)
        return .json(PackageWire.member.page(page))
    }

    private func changeOperations(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<API> = try call.id("packageId")
        let steps = try PackageWire.steps(try await call.json())
        try await contents.change(steps, of: id, as: call.caller.actor)
        return .empty()
    }

    private func getOperation(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await contents.operation(
            call.id("operationId"), of: call.id("packageId"), as: call.caller.actor)
        return .json(PackageWire.member.json(found))
    }

    private func removeOperation(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await contents.remove(call.id("operationId"), from: call.id("packageId"), as: call.caller.actor)
        return .empty()
    }

    private func setSpecification(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<API> = try call.id("packageId")
        let draft = try await call.body(limit: bodyLimit) { APIVersionWire.specificationDraft(&$0) }
        let stored = try await contents.setSpecification(draft.content, of: id, as: call.caller.actor)
        return .json(APIVersionWire.specificationFull.json(stored))
    }

    private func getSpecification(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await contents.specification(of: call.id("packageId"), as: call.caller.actor)
        return .json(APIVersionWire.specificationFull.json(found))
    }

    private func deleteSpecification(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await contents.deleteSpecification(of: call.id("packageId"), as: call.caller.actor)
        return .empty()
    }

    private func computedSpecification(_ call: Call<OperatorCaller>) async throws -> Reply {
        let made = try await contents.computedSpecification(of: call.id("packageId"), as: call.caller.actor)
        return .json(PackageWire.computed.json(made))
    }
}
