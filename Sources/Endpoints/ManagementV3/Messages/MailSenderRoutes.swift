package import Core
import HTTPTypes
import Model
package import Web

/// Whom e-mails come from: the sender of a portal, and the domains of the organisation. Operators only.
package struct MailSenderRoutes {
    private static let config = "/v3/portals/{portalId}/email-config"
    private static let delivery = "/v3/portals/{portalId}/email-delivery"
    private static let domains = "/v3/portals/email-domains"

    private let mails: PortalMails
    private let mailDomains: MailDomains

    package init(_ product: Product) {
        mails = product.portalMails
        mailDomains = product.mailDomains
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        configEndpoints + deliveryEndpoints + domainEndpoints
    }

    private var configEndpoints: [Endpoint<OperatorCaller>] {
        let schema = MailWire.configuration.schema
        return [
            .get(
                Self.config, "get-email-config", needs: .portal(.view),
                story: EndpointStory(summary: "Get the sender", answer: schema),
                getConfig),
            .post(
                Self.config, "create-portal-email-config", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Set the sender", body: { _ = MailWire.configurationChange(&$0) }, answer: schema,
                    successStatus: 201), createConfig),
            .patch(
                Self.config, "update-portal-email-config", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Change the sender", body: { _ = MailWire.configurationChange(&$0) }, answer: schema),
                updateConfig),
            .delete(
                Self.config, "delete-portal-email-config", needs: .portal(.update),
                story: EndpointStory(summary: "Go back to the default sender", successStatus: 204), deleteConfig),
        ]
    }

    private var deliveryEndpoints: [Endpoint<OperatorCaller>] {
        let schema = MailWire.delivery.schema
        return [
            .get(
                Self.delivery, "get-email-delivery", needs: .portal(.view),
                story: EndpointStory(summary: "Get the delivery", answer: schema), getDelivery),
            .patch(
                Self.delivery, "update-email-delivery", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Set the delivery", body: { _ = MailWire.deliveryChange(&$0) }, answer: schema),
                updateDelivery),
            .delete(
                Self.delivery, "delete-email-delivery", needs: .portal(.update),
                story: EndpointStory(summary: "Remove the delivery", successStatus: 204), deleteConfig),
        ]
    }

    private var domainEndpoints: [Endpoint<OperatorCaller>] {
        let domain = MailWire.domain
        return [
            .get(
                Self.domains, "list-email-domains", needs: .anybody,
                story: EndpointStory(
                    summary: "List e-mail domains", list: MailDomain.list, answer: domain.pageSchema), listDomains),
            .post(
                Self.domains, "create-email-domain", needs: .organization(.manageSettings),
                story: EndpointStory(
                    summary: "Create an e-mail domain", body: { _ = MailWire.domainName(&$0) },
                    answer: domain.schema, successStatus: 201), createDomain),
            .get(
                Self.domains + "/{emailDomain}", "get-email-domain", needs: .anybody,
                story: EndpointStory(summary: "Get an e-mail domain", answer: domain.schema), getDomain),
            .delete(
                Self.domains + "/{emailDomain}", "delete-email-domain", needs: .organization(.manageSettings),
                story: EndpointStory(summary: "Delete an e-mail domain", successStatus: 204), deleteDomain),
        ]
    }

    private func getConfig(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await mails.configuration(of: call.id("portalId"), as: call.caller.actor)
        return .json(MailWire.configuration.json(found))
    }

    private func createConfig(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body { MailWire.configurationChange(&$0) }
        let made = try await mails.configure(call.id("portalId"), change, as: call.caller.actor)
        return .json(MailWire.configuration.json(made), status: .created)
    }

    private func updateConfig(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body { MailWire.configurationChange(&$0) }
        let updated = try await mails.reconfigure(call.id("portalId"), change, as: call.caller.actor)
        return .json(MailWire.configuration.json(updated))
    }

    private func deleteConfig(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await mails.unconfigure(call.id("portalId"), as: call.caller.actor)
        return .empty()
    }

    private func getDelivery(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await mails.configuration(of: call.id("portalId"), as: call.caller.actor)
        return .json(MailWire.delivery.json(found))
    }

    private func updateDelivery(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body { MailWire.deliveryChange(&$0) }
        let updated = try await mails.reconfigure(
            call.id("portalId"), change, creating: true, as: call.caller.actor)
        return .json(MailWire.delivery.json(updated))
    }

    private func listDomains(_ call: Call<OperatorCaller>) async throws -> Reply {
        let page = try await mailDomains.list(try call.list(MailDomain.list), as: call.caller.actor)
        return .json(MailWire.domain.page(page))
    }

    private func createDomain(_ call: Call<OperatorCaller>) async throws -> Reply {
        let name = try await call.body { MailWire.domainName(&$0) }
        let made = try await mailDomains.create(name, as: call.caller.actor)
        return .json(MailWire.domain.json(made), status: .created)
    }

    private func getDomain(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(MailWire.domain.json(try await mailDomains.find(call.text("emailDomain"), as: call.caller.actor)))
    }

    private func deleteDomain(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await mailDomains.delete(call.text("emailDomain"), as: call.caller.actor)
        return .empty()
    }
}
