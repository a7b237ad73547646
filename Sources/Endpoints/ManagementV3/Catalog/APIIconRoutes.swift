package import Core
import HTTPTypes
import Model
package import Web

extension PictureType: WireChoice {}

/// `/v3/apis/{apiId}/images/icon`: operators only.
package struct APIIconRoutes {
    private static let path = "/v3/apis/{apiId}/images/{imageType}"
    private let icons: APIIcons

    package init(_ product: Product) {
        icons = product.apiIcons
    }

    /// Pictures are checked while they are uploaded: one that is there is valid.
    private static let shape = Shape<APIIcon>(
        "ApiImage",
        [
            .init("status") { _ in "valid" }, .init("error") { _ in String?.none }, .init("api_id") { $0.apiID },
            .init("image_type") { _ in "icon" }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt },
        ])

    package var endpoints: [Endpoint<OperatorCaller>] {
        [
            .put(
                Self.path, "upsert-api-image",
                story: EndpointStory(
                    summary: "Set the icon", body: { _ = Self.dataURI(&$0) }, answer: Self.shape.schema,
                    successStatus: 201, otherStatuses: [200]), put),
            .get(
                Self.path, "fetch-api-image",
                story: EndpointStory(summary: "Get the icon's state", answer: Self.shape.schema), get),
            .delete(
                Self.path, "delete-api-image", story: EndpointStory(summary: "Remove the icon", successStatus: 204),
                delete),
            .get(
                Self.path + "/raw", "fetch-api-raw-image",
                story: EndpointStory(summary: "Go to the icon", successStatus: 302), redirect),
            .get(
                Self.path + "/content", "fetch-api-image-content",
                story: EndpointStory(summary: "Get the icon", answer: .string(), media: ["image/*"]), content),
        ]
    }

    private static func dataURI(_ body: inout BodyReader) -> String {
        body.required("data", .text(max: .max))
    }

    private func put(_ call: Call<OperatorCaller>) async throws -> Reply {
        let api = try api(call)
        let data = try await call.body { Self.dataURI(&$0) }
        let (icon, isNew) = try await icons.put(dataURI: data, of: api, as: call.caller.actor)
        return .json(Self.shape.json(icon), status: isNew ? .created : .ok)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(Self.shape.json(try await icons.find(of: try api(call), as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await icons.delete(of: try api(call), as: call.caller.actor)
        return .empty()
    }

    private func redirect(_ call: Call<OperatorCaller>) async throws -> Reply {
        let api = try api(call)
        let icon = try await icons.find(of: api, as: call.caller.actor)
        let version = icon.updatedAt.milliseconds
        return Reply(.found, headers: [.location: "/v3/apis/\(api)/images/icon/content?v=\(version)"])
    }

    private func content(_ call: Call<OperatorCaller>) async throws -> Reply {
        let (icon, bytes) = try await icons.content(of: try api(call), as: call.caller.actor)
        return .picture(bytes, type: icon.type.rawValue)
    }

    /// There is one kind of image; every other name names nothing.
    private func api(_ call: Call<OperatorCaller>) throws -> ID<API> {
        guard try call.text("imageType") == "icon" else { throw Refusal.notFound }
        return try call.id("apiId")
    }
}
