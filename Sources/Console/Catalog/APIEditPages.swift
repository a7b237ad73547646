import Core
import Foundation
import Model
import Rendering
import Web

/// Changing what an API or a package is called and says, its icon, and deleting it.
struct APIEditPages {
    private let kind: API.Kind
    private let entries: APIs
    private let icons: APIIcons
    private let uploads: UploadLimits

    init(_ product: Product, _ kind: API.Kind = .api) {
        self.kind = kind
        entries = kind == .api ? product.apis : product.packages
        icons = kind == .api ? product.apiIcons : product.packageIcons
        uploads = product.uploads
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let one = (kind == .api ? "/apis" : "/packages") + "/{apiId}"
        return [
            .get(one + "/edit") { try await edit($0) }, .post(one + "/edit", save), .get(one + "/icon", icon),
            .post(one + "/icon", saveIcon), .post(one + "/icon/delete", deleteIcon),
            .get(one + "/delete", askToDelete), .post(one + "/delete", delete),
        ]
    }

    private func icon(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let (icon, bytes) = try await icons.content(of: call.id("apiId"), as: call.caller.actor)
        return .picture(bytes, type: icon.type.rawValue)
    }

    private func edit(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData? = nil
    ) async throws -> Reply {
        let overview = try await entries.find(call.id("apiId"), as: call.caller.actor)
        let api = overview.api
        let fields = form.map { APIForm($0, problems) } ?? APIForm(api)
        let whole = UI.form(
            to: ConsoleAddress.editAPI(api.id).path(kind), guardUnsaved: true,
            actions: UI.button("Save") + UI.linkButton("Cancel", to: ConsoleAddress.api(api.id).path(kind), .ghost),
            content:
                """
                \(APIForm(api).form.opened(APIForm.edited))\
                \(problems.summary(shown: APIForm.shown))\(fields.names(fromDescription: false))\
                \(kind == .package ? fields.limit : .empty)\(fields.facets)
                """
        )
        let body: HTML = """
            \(UI.pageHeader("Edit \(api.name)"))\(UI.card(content: whole))\(try await iconCard(api, call, problems))
            """
        return ConsoleLayout.reply(
            call.caller, title: "Edit \(api.name)", section: .apis, breadcrumbs: APILayout.crumbs(api, "Edit"),
            body: body)
    }

    private func iconCard(_ api: API, _ call: Call<ConsoleCaller>, _ problems: FormProblems) async throws -> HTML {
        let icon = try? await icons.find(of: api.id, as: call.caller.actor)
        let picture: HTML? = icon.map { icon in
            let address = "\(ConsoleAddress.apiIcon(api.id).path(kind))?v=\(icon.updatedAt.milliseconds)"
            return """
                <p><img class="api-icon" src="\(url: address)" alt="Present icon" width="64" height="64"></p>\
                \(UI.postButton("Remove icon", to: ConsoleAddress.deleteAPIIcon(api.id).path(kind), .ghost,
                    icon: .trash))
                """
        }
        let form = UI.form(
            to: ConsoleAddress.apiIcon(api.id).path(kind), upload: true, actions: UI.button("Upload", .secondary),
            content: UI.fileDrop(
                "icon", label: "Picture", accept: ".png,.jpg,.jpeg,.svg",
                text: "PNG, JPEG or SVG, up to \(uploads.words(.icon)) and 350 by 350 pixels",
                error: problems["data"]))
        return UI.card(title: "Icon", content: "\(picture)\(form)")
    }

    private func save(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let id: ID<API> = try call.id("apiId")
        let old = try await entries.find(id, as: call.caller.actor).api
        let form = try await call.form().merged(over: APIForm(old).form, titles: APIForm.titles)
        return try await retrying(form) {
            var change = APIChange()
            change.name = .set(form["name"].trimmingSpaces)
            change.version = .set(form.nonEmpty("version"))
            change.slug = .set(form.nonEmpty("slug"))
            change.description = .set(form.nonEmpty("description").map { $0.replacing("\r\n", with: "\n") })
            change.labels = .set(Self.update(from: old.labels, to: try APIForm.labels(form["labels"])))
            change.attributes = .set(
                Self.update(from: old.attributes, to: try APIForm.attributes(form["attributes"])))
            if kind == .package { change.rateLimit = .set(try APIForm.rateLimit(form)) }
            let changed = try await entries.update(id, change, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.api(id).path(kind))
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

    private func saveIcon(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(limit: uploads.bodyLimit(.icon)), id: ID<API> = try call.id("apiId")
        return try await retrying {
            guard let file = form.files["icon"], !file.bytes.isEmpty else {
                throw Refusal.invalid("data", .required, "Choose a picture first")
            }
            let isDrawing = file.name.lowercased().hasSuffix(".svg") || file.type.hasPrefix("image/svg")
            let type = isDrawing ? "image/svg+xml" : file.bytes.starts(with: [0x89, 0x50]) ? "image/png" : "image/jpeg"
            let data = "data:\(type);base64,\(Data(file.bytes).base64EncodedString())"
            _ = try await icons.put(dataURI: data, of: id, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.editAPI(id).path(kind)).with(Flash(.success, "The icon is saved."))
        } form: { problems in
            try await edit(call, problems)
        }
    }

    private func deleteIcon(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let id: ID<API> = try call.id("apiId")
        try await icons.delete(of: id, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.editAPI(id).path(kind)).with(Flash(.success, "The icon is removed."))
    }

    private func askToDelete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let overview = try await entries.find(call.id("apiId"), as: call.caller.actor), api = overview.api
        let dependents = try await entries.dependents(of: api.id, as: call.caller.actor)
        var lines: [HTML] = [
            kind == .package
                ? "<li>its choice of operations; the APIs stay</li>"
                : "<li>\(UI.count(dependents.versions, "version", "versions")) with what describes it</li>"
        ]
        if dependents.documents > 0 {
            lines.append("<li>\(UI.count(dependents.documents, "document", "documents"))</li>")
        }
        if dependents.isLinked { lines.append("<li>its link to the gateway</li>") }
        if dependents.registrations > 0 {
            let count = UI.count(dependents.registrations, "registration", "registrations")
            lines.append("<li>\(count) of applications, which can no longer call it</li>")
        }
        lines += dependents.portals.map { "<li>its publication on \($0.displayName)</li>" }
        let body: HTML = """
            \(UI.pageHeader("Delete \(api.name)?"))\
            \(UI.card(content: """
                <div class="stack"><div class="prose prose-small"><p>This cannot be undone. With it goes:</p>\
                <ul>\(lines)</ul></div><div class="button-row">\(UI.postButton(
                    kind == .api ? "Delete API" : "Delete package",
                    to: ConsoleAddress.deleteAPI(api.id).path(kind), .danger))\
                \(UI.linkButton("Keep it", to: ConsoleAddress.api(api.id).path(kind), .ghost))</div></div>
                """))
            """
        return ConsoleLayout.reply(
            call.caller, title: "Delete \(api.name)", section: .apis,
            breadcrumbs: APILayout.crumbs(api, "Delete"), body: body)
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await entries.delete(call.id("apiId"), as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.apis.path(kind)).with(
            Flash(.success, "\(kind == .api ? "The API" : "The package") is deleted."))
    }

}
