import Core
import Foundation
import HTTPTypes
import Model
import Rendering
import Web

/// Appearance > Brand: colour, mode, layout and pictures. It is the second step of the wizard too.
struct BrandPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let base = "/portals/{portalId}/appearance"
        let pictures = PortalAsset.Kind.allCases.flatMap { kind -> [Endpoint<ConsoleCaller>] in
            let address = "\(base)/\(kind.rawValue)"
            return [
                .get(address) { try await picture($0, kind) }, .post(address) { try await upload($0, kind) },
                .post(address + "/delete") { try await remove($0, kind) },
            ]
        }
        return [.get(base) { try await show($0) }, .post(base, save)] + pictures
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData? = nil
    ) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        let customization = try await product.customizations.find(portal.id, as: call.caller.actor)
        let isWizard = call.query("step") == "2"
        let address = ConsoleAddress.portalAppearance(portal.id).path + (isWizard ? "?step=2" : "")
        let fields = fields(portal, customization, problems, form, isWizard: isWizard)
        if isWizard {
            let card = UI.card(
                content: UI.form(to: address, actions: UI.button("Save and go to overview"), content: fields))
            let steps = UI.steps(["Portal", "Appearance"], current: 2)
            return AppearanceLayout.reply(
                call.caller, portal, "\(UI.pageHeader("How should it look?"))\(steps)\(card)")
        }
        let card = UI.card(
            content: UI.form(to: address, guardUnsaved: true, actions: UI.button("Save"), content: fields))
        let look = try await product.customizations.pictures(on: portal.id, as: call.caller.actor)
        let pictures = PortalAsset.Kind.allCases.map { pictureCard($0, portal, look[$0], problems) }
        return AppearanceLayout.reply(
            call.caller, portal, .brand, body: "\(card)<div class=\"grid-two\">\(pictures)</div>")
    }

    private func fields(
        _ portal: Portal, _ customization: PortalCustomization, _ problems: FormProblems, _ form: FormData?,
        isWizard: Bool
    ) -> HTML {
        let value = { (name: String, stored: String) in form.map { $0[name] } ?? stored }
        let modes = [
            UI.Card("light", title: "Light", text: "Light background, dark text.", icon: .sun),
            UI.Card("dark", title: "Dark", text: "Dark background, light text.", icon: .moon),
            UI.Card("system", title: "System", text: "What each reader's device prefers.", icon: .monitor),
        ]
        let layouts = [UI.Option("topnav", "At the top"), UI.Option("sidebar", "At the side")]
        let layout: HTML =
            isWizard
            ? ""
            : UI.select("layout", label: "Main menu", options: layouts, value: value("layout", customization.layout))
        return """
            \(Self.data(of: customization).opened(["primary", "mode"] + (isWizard ? [] : ["layout"])))\
            \(problems.summary(shown: ["theme.colors.primary", "logo", "favicon"]))
            \(UI.colorField("primary", label: "Brand colour", value: value("primary", customization.primary),
                hint: "Buttons and links take it; contrast is computed, so text stays readable.",
                error: problems["theme.colors.primary"], attributes: ["data-preview": "primary"]))
            \(UI.radioCards("mode", legend: "Mode", cards: modes, value: value("mode", customization.mode.rawValue),
                attributes: ["data-preview": "mode"]))
            \(layout)
            \(UI.portalPreview(name: portal.displayName))
            """
    }

    private static func data(of stored: PortalCustomization) -> FormData {
        FormData([("primary", stored.primary), ("mode", stored.mode.rawValue), ("layout", stored.layout)])
    }

    private func pictureCard(
        _ kind: PortalAsset.Kind, _ portal: Portal, _ version: Instant?, _ problems: FormProblems
    ) -> HTML {
        let address = "\(ConsoleAddress.portalAppearance(portal.id).path)/\(kind.rawValue)"
        let title = kind == .logo ? "Logo" : "Favicon"
        let picture: HTML? = version.map {
            "<img class=\"brand-picture\" src=\"\(url: "\(address)?v=\($0.milliseconds)")\" alt=\"\(title)\">"
        }
        let types = kind == .logo ? "PNG, JPEG, GIF or SVG" : "ICO, PNG or SVG"
        let text = "\(types), up to \(product.uploads.words(kind.limit))"
        let upload = UI.form(
            to: address, upload: true, actions: UI.button(version == nil ? "Upload" : "Replace", .secondary),
            content: UI.fileDrop(
                "picture", label: title, accept: ".png,.jpg,.jpeg,.gif,.ico,.svg", text: text, required: true,
                error: problems[kind.rawValue]))
        let remove: HTML =
            version == nil ? "" : UI.postButton("Remove", to: address + "/delete", .ghost, icon: .trash, small: true)
        return UI.card(title: title, content: "<div class=\"stack\">\(picture)\(upload)\(remove)</div>")
    }

    private func save(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        let stored = try await product.customizations.find(portal, as: call.caller.actor)
        let form = try await call.form().merged(
            over: Self.data(of: stored), titles: ["primary": "Brand colour", "layout": "Main menu"])
        return try await retrying(form) {
            var change = PortalCustomizationChange()
            change.primary = .set(form["primary"].trimmingSpaces)
            if let mode = PortalCustomization.Mode(rawValue: form["mode"]) { change.mode = .set(mode) }
            if let layout = form.nonEmpty("layout") { change.layout = .set(layout) }
            try await product.customizations.update(portal, change, as: call.caller.actor)
            let next = call.query("step") == "2" ? ConsoleAddress.portal(portal) : .portalAppearance(portal)
            return Reply.redirect(to: next.path).with(Flash(.success, "The appearance is saved."))
        } form: { problems in
            try await show(call, problems, form)
        }
    }

    private func picture(_ call: Call<ConsoleCaller>, _ kind: PortalAsset.Kind) async throws -> Reply {
        let found = try await product.customizations.asset(
            kind, on: call.id("portalId"), as: call.caller.actor)
        return .picture(found.bytes, type: found.asset.type.rawValue)
    }

    private func upload(_ call: Call<ConsoleCaller>, _ kind: PortalAsset.Kind) async throws -> Reply {
        let form = try await call.form(limit: product.uploads.bodyLimit(kind.limit)),
            portal: ID<Portal> = try call.id("portalId")
        do {
            guard let file = form.files["picture"], !file.bytes.isEmpty else {
                throw Refusal.invalid("data", .required, "Choose a file.")
            }
            let data = "data:\(file.type);base64,\(Data(file.bytes).base64EncodedString())"
            try await product.customizations.putAsset(kind, dataURI: data, on: portal, as: call.caller.actor)
            return back(portal, "The \(kind.rawValue) is saved.")
        } catch Refusal.invalid(let problems, _) {
            let reason = problems.first?.reason ?? "The picture cannot be used."
            var reply = try await show(call, FormProblems([FieldProblem(kind.rawValue, .invalid, reason)]))
            reply.status = .badRequest
            return reply
        }
    }

    private func remove(_ call: Call<ConsoleCaller>, _ kind: PortalAsset.Kind) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        try await product.customizations.deleteAsset(kind, on: portal, as: call.caller.actor)
        return back(portal, "The \(kind.rawValue) is removed.")
    }

    private func back(_ portal: ID<Portal>, _ words: String) -> Reply {
        Reply.redirect(to: ConsoleAddress.portalAppearance(portal).path).with(Flash(.success, words))
    }
}
