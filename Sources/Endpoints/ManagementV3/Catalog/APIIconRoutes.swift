package import Core
import HTTPTypes
package import Model
package import Web

extension PictureType: WireChoice {}

/// The icons of APIs or of packages: operators only.
package struct APIIconRoutes {
    private let icons: APIIcons
    private let kind: API.Kind
    private let bodyLimit: Int

    package init(_ product: Product, _ kind: API.Kind = .api) {
        icons = kind == .api ? product.apiIcons : product.packageIcons
        self.kind = kind
        bodyLimit = product.kernel.settings.uploads.bodyLimit(.icon)
    }

    /// Pictures are checked while they are uploaded: one that is there is valid.
    private var shape: Shape<APIIcon> {
        Shape(
            "ApiImage",
            [
                .init("status") { _ in "valid" }, .init("error") { _ in String?.none },
                .init(kind == .api ? "api_id" : "api_package_id") { $0.apiID }, .init("image_type") { _ in "icon" },
                .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
            ])
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        let path = kind.path + "/images/{imageType}"
        return [
            .put(
                path, kind.operation("upsert-api-image"), needs: .api(.update),
                story: EndpointStory(
                    summary: "Set the icon", body: { _ = Self.dataURI(&$0) }, answer: shape.schema,
                    successStatus: 201, otherStatuses: [200]), put),
            .get(
                path, kind.operation("fetch-api-image"), needs: .api(.view),
                story: EndpointStory(summary: "Get the icon's state", answer: shape.schema), get),
            .delete(
                path, kind.operation("delete-api-image"), needs: .api(.update),
                story: EndpointStory(summary: "Remove the icon", successStatus: 204),
                delete),
            .get(
                path + "/raw", kind.operation("fetch-api-raw-image"), needs: .api(.view),
                story: EndpointStory(summary: "Go to the icon", successStatus: 302), redirect),
            .get(
                path + "/content", kind.operation("fetch-api-image-content"), needs: .api(.view),
                story: EndpointStory(summary: "Get the icon", answer: .string(), media: ["image/*"]), content),
        ]
    }

    private static func dataURI(_ body: inout BodyReader) -> String {
        body.required("data", .text(max: .max))
    }

    private func put(_ call: Call<OperatorCaller>) async throws -> Reply {
        let api = try api(call)
        let data = try await call.body(limit: bodyLimit) { Self.dataURI(&$0) }
        let (icon, isNew) = try await icons.put(dataURI: data, of: api, as: call.caller.actor)
        return .json(shape.json(icon), status: isNew ? .created : .ok)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.json(try await icons.find(of: try api(call), as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await icons.delete(of: try api(call), as: call.caller.actor)
        return .empty()
    }

    private func redirect(_ call: Call<OperatorCaller>) async throws -> Reply {
        let api = try api(call)
        let icon = try await icons.find(of: api, as: call.caller.actor)
        let version = icon.updatedAt.milliseconds
        return Reply(.found, headers: [.location: "\(kind.address(api))/images/icon/content?v=\(version)"])
    }

    private func content(_ call: Call<OperatorCaller>) async throws -> Reply {
        let (icon, bytes) = try await icons.content(of: try api(call), as: call.caller.actor)
        return .picture(bytes, type: icon.type.rawValue)
    }

    /// There is one kind of image; every other name names nothing.
    private func api(_ call: Call<OperatorCaller>) throws -> ID<API> {
        guard try call.text("imageType") == "icon" else { throw Refusal.notFound }
        return try call.id(kind.parameter)
    }
}
