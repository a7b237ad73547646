package import Core
import HTTPTypes
import Model
package import Web

/// What e-mails say: the defaults, and what a portal says in its own words. Operators only.
package struct MailTemplateRoutes {
    private static let standards = "/v3/portals/email-templates"
    private static let path = "/v3/portals/{portalId}/email-templates"
    private static let item = path + "/{templateName}"

    private let mails: PortalMails

    package init(_ product: Product) {
        mails = product.portalMails
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        standardEndpoints + ownEndpoints
    }

    private static func list(_ item: Schema) -> Schema { .object(name: nil, [.init("data", .array(item))]) }

    private var standardEndpoints: [Endpoint<OperatorCaller>] {
        let standard = MailWire.standard, variable = MailWire.variable
        return [
            .get(
                Self.standards, "list-default-email-templates", needs: .anybody,
                story: EndpointStory(summary: "List the default e-mails", answer: Self.list(standard.schema))
            ) { _ in .json(["data": .array(OutgoingMail.Template.customizable.map(standard.json))]) },
            .get(
                Self.standards + "/variables", "list-email-template-variables", needs: .anybody,
                story: EndpointStory(summary: "List what e-mails may name", answer: Self.list(variable.schema))
            ) { _ in .json(["data": .array(MailVariable.allCases.map(variable.json))]) },
            .get(
                Self.standards + "/{templateName}", "get-default-email-template", needs: .anybody,
                story: EndpointStory(summary: "Get a default e-mail", answer: standard.schema)
            ) { call in .json(standard.json(try Self.name(call))) },
        ]
    }

    private var ownEndpoints: [Endpoint<OperatorCaller>] {
        let schema = MailWire.template.schema
        return [
            .get(
                Self.path, "list-portal-custom-email-templates", needs: .portal(.view),
                story: EndpointStory(summary: "List the e-mails of a portal", answer: Self.list(schema)), list),
            .get(
                Self.item, "get-portal-custom-email-template", needs: .portal(.view),
                story: EndpointStory(summary: "Get an e-mail of a portal", answer: schema), get),
            .patch(
                Self.item, "update-portal-custom-email-template", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Change an e-mail of a portal", body: { _ = MailWire.templateChange(&$0) },
                    isOpenBody: true,
                    answer: schema), update),
            .delete(
                Self.item, "delete-portal-custom-email-template", needs: .portal(.update),
                story: EndpointStory(summary: "Go back to the default e-mail", successStatus: 204), reset),
            .post(
                Self.item + "/send-test-email", "post-portal-custom-email-test-send", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Send a test e-mail to oneself", body: { _ = MailWire.test(&$0) }, isOpenBody: true,
                    successStatus: 204),
                sendTest),
        ]
    }

    /// The template that the path names; other e-mails cannot be put into other words.
    private static func name(_ call: Call<OperatorCaller>) throws -> OutgoingMail.Template {
        guard let name = OutgoingMail.Template(rawValue: try call.text("templateName")),
            OutgoingMail.Template.customizable.contains(name)
        else { throw Refusal.notFound }
        return name
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let templates = try await mails.templates(of: call.id("portalId"), as: call.caller.actor)
        return .json(["data": .array(templates.map(MailWire.template.json))])
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let template = try await mails.template(
            Self.name(call), of: call.id("portalId"), as: call.caller.actor)
        return .json(MailWire.template.json(template))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let name = try Self.name(call)
        let change = try await call.body(isClosed: false) { MailWire.templateChange(&$0) }
        let template = try await mails.update(name, of: call.id("portalId"), change, as: call.caller.actor)
        return .json(MailWire.template.json(template))
    }

    private func reset(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await mails.reset(Self.name(call), of: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }

    private func sendTest(_ call: Call<OperatorCaller>) async throws -> Reply {
        let name = try Self.name(call)
        let wording = try await call.body(isClosed: false) { MailWire.test(&$0) }
        try await mails.sendTest(wording, as: name, of: call.id("portalId"), by: call.caller.actor)
        return .empty()
    }
}
