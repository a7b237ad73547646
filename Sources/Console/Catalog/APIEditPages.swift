import Core
import Foundation
import Model
import Rendering
import Web

/// Changing what an API is called and says, its icon, and deleting it.
struct APIEditPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    func edit(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData? = nil
    ) async throws -> Reply {
        let overview = try await product.apis.find(call.id("apiId"), as: call.caller.actor)
        let api = overview.api
        let fields = form.map { APIForm($0, problems) } ?? APIForm(api)
        let whole = UI.form(
            to: ConsoleAddress.editAPI(api.id).path, guardUnsaved: true,
            actions: UI.button("Save") + UI.linkButton("Cancel", to: ConsoleAddress.api(api.id).path, .ghost),
            content: "\(problems.summary(shown: APIForm.shown))\(fields.names(fromDescription: false))\(fields.facets)")
        let body: HTML = """
            \(UI.pageHeader("Edit \(api.name)"))\(UI.card(content: whole))\(try await iconCard(api, call, problems))
            """
        return ConsoleLayout.reply(
            call.caller, title: "Edit \(api.name)", section: .apis, breadcrumbs: Self.crumbs(api), body: body)
    }

    private func iconCard(_ api: API, _ call: Call<ConsoleCaller>, _ problems: FormProblems) async throws -> HTML {
        let icon = try? await product.apiIcons.find(of: api.id, as: call.caller.actor)
        let picture: HTML? = icon.map { icon in
            let address = "\(ConsoleAddress.apiIcon(api.id).path)?v=\(icon.updatedAt.milliseconds)"
            return """
                <p><img class="api-icon" src="\(url: address)" alt="Present icon" width="64" height="64"></p>\
                \(UI.postButton("Remove icon", to: ConsoleAddress.deleteAPIIcon(api.id).path, .ghost, icon: .trash))
                """
        }
        let form = UI.form(
            to: ConsoleAddress.apiIcon(api.id).path, upload: true, actions: UI.button("Upload", .secondary),
            content: UI.fileDrop(
                "icon", label: "Picture", accept: ".png,.jpg,.jpeg,.svg",
                text: "PNG, JPEG or SVG, up to 500 KB and 350 by 350 pixels", error: problems["data"]))
        return UI.card(title: "Icon", content: "\(picture)\(form)")
    }

    func save(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), id: ID<API> = try call.id("apiId")
        return try await retrying {
            let old = try await product.apis.find(id, as: call.caller.actor).api
            var change = APIChange()
            change.name = .set(form["name"].trimmingSpaces)
            change.version = .set(form.nonEmpty("version"))
            change.slug = .set(form.nonEmpty("slug"))
            change.description = .set(form.nonEmpty("description").map { $0.replacing("\r\n", with: "\n") })
            change.labels = .set(Self.update(from: old.labels, to: try APIForm.labels(form["labels"])))
            change.attributes = .set(
                Self.update(from: old.attributes, to: try APIForm.attributes(form["attributes"])))
            let changed = try await product.apis.update(id, change, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.api(id).path)
                .with(Flash(.success, "\(changed.api.name) is saved."))
        } form: { problems in
            try await edit(call, problems, form)
        }
    }

    /// An update that leaves exactly the new entries.
    private static func update<Value>(from old: [String: Value], to new: [String: Value]) -> [String: Value?] {
        var update: [String: Value?] = [:]
        for key in old.keys where new[key] == nil { update.updateValue(nil, forKey: key) }
        for (key, value) in new { update.updateValue(value, forKey: key) }
        return update
    }

    func saveIcon(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(limit: 4 * APIIcon.rule.maximumBytes), id: ID<API> = try call.id("apiId")
        return try await retrying {
            guard let file = form.files["icon"], !file.bytes.isEmpty else {
                throw Refusal.invalid("data", .required, "Choose a picture first")
            }
            let isDrawing = file.name.lowercased().hasSuffix(".svg") || file.type.hasPrefix("image/svg")
            let type = isDrawing ? "image/svg+xml" : file.bytes.starts(with: [0x89, 0x50]) ? "image/png" : "image/jpeg"
            let data = "data:\(type);base64,\(Data(file.bytes).base64EncodedString())"
            _ = try await product.apiIcons.put(dataURI: data, of: id, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.editAPI(id).path).with(Flash(.success, "The icon is saved."))
        } form: { problems in
            try await edit(call, problems)
        }
    }

    func deleteIcon(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let id: ID<API> = try call.id("apiId")
        try await product.apiIcons.delete(of: id, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.editAPI(id).path).with(Flash(.success, "The icon is removed."))
    }

    func askToDelete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let overview = try await product.apis.find(call.id("apiId"), as: call.caller.actor), api = overview.api
        let dependents = try await product.apis.dependents(of: api.id, as: call.caller.actor)
        var lines: [HTML] = [
            "<li>\(dependents.versions) versions with their descriptions</li>",
            "<li>\(dependents.documents) documents</li>",
        ]
        if dependents.isLinked { lines.append("<li>its link to the gateway</li>") }
        if dependents.registrations > 0 {
            lines.append("<li>\(dependents.registrations) registrations of applications</li>")
        }
        lines += dependents.portals.map { "<li>its publication on \($0.displayName)</li>" }
        let body: HTML = """
            \(UI.pageHeader("Delete \(api.name)?"))\
            \(UI.card(content: """
                <p>This cannot be undone. With the API goes:</p><ul>\(lines)</ul>\
                <p>Applications that call it stop working.</p>\
                <div class="button-row">\(UI.postButton(
                    "Delete API", to: ConsoleAddress.deleteAPI(api.id).path, .danger))\
                \(UI.linkButton("Keep it", to: ConsoleAddress.api(api.id).path, .ghost))</div>
                """))
            """
        return ConsoleLayout.reply(
            call.caller, title: "Delete \(api.name)", section: .apis, breadcrumbs: Self.crumbs(api), body: body)
    }

    func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await product.apis.delete(call.id("apiId"), as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.apis.path).with(Flash(.success, "The API is deleted."))
    }

    private static func crumbs(_ api: API) -> [UI.Link] {
        [UI.Link("APIs", to: ConsoleAddress.apis.path), UI.Link(api.name, to: ConsoleAddress.api(api.id).path)]
    }
}
