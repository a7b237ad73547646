import Core
import HTTPTypes
import Model
import Rendering
import Web

/// Settings > Custom domain: a host name of the operator's own.
struct CustomDomainPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let path = "/portals/{portalId}/settings/domain"
        return [
            .get(path) { try await show($0) }, .post(path, create), .post("\(path)/state", setState),
            .post("\(path)/certificate", replaceCertificate), .post("\(path)/delete", delete),
        ]
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData = FormData(), _ problems: FormProblems = .none
    ) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        let body: HTML
        do {
            let domain = try await product.customDomains.find(of: portal.id, as: call.caller.actor)
            body = existing(domain, portal, problems)
        } catch Refusal.notFound {
            body = form(portal, data, problems)
        }
        return PortalSettingsLayout.reply(call.caller, portal, .domain, body: body)
    }

    private func form(_ portal: Portal, _ data: FormData, _ problems: FormProblems) -> HTML {
        let methods = [
            UI.Card(
                CustomDomain.Method.http.rawValue, title: "Held by my proxy",
                text: "A reverse proxy or load balancer in front of Portico has the certificate.", icon: .shield),
            UI.Card(
                CustomDomain.Method.customCertificate.rawValue, title: "Handed over",
                text: "Keep the certificate here, checked and watched for its end.", icon: .key),
        ]
        let fields: HTML = """
            <div class="stack pick-method">\
            \(problems.summary(shown: ["hostname", "ssl.custom_certificate", "ssl.custom_private_key"]))\
            \(UI.textField(
                "hostname", label: "Host name", value: data["hostname"],
                hint: "Without https:// and without a path.", error: problems["hostname"], required: true,
                placeholder: "developers.example.com", autocomplete: "off"))\
            \(UI.radioCards(
                "method", legend: "Certificate", cards: methods,
                value: data.nonEmpty("method") ?? CustomDomain.Method.http.rawValue))\
            <div class="stack when-certificate">\(certificateFields(problems))</div></div>
            """
        return UI.card(
            title: "Add a custom domain",
            text: """
                <p>The portal answers at \(product.portals.domain(of: portal)) in any case. Point the new name there \
                with a CNAME record.</p>
                """,
            content: UI.form(
                to: ConsoleAddress.portalDomain(portal.id).path, actions: UI.button("Add domain"), content: fields))
    }

    private func certificateFields(_ problems: FormProblems) -> HTML {
        """
        \(UI.textArea(
            "certificate", label: "Certificate", rows: 4, code: true, hint: "The whole chain, in PEM.",
            error: problems["ssl.custom_certificate"]))\
        \(UI.textArea(
            "private_key", label: "Private key", rows: 4, code: true, hint: "PEM. Kept sealed, and never shown again.",
            error: problems["ssl.custom_private_key"]))
        """
    }

    private func existing(_ domain: CustomDomain, _ portal: Portal, _ problems: FormProblems) -> HTML {
        let base = ConsoleAddress.portalDomain(portal.id).path
        let state: HTML = domain.isEnabled ? UI.status("enabled") : UI.badge("Disabled", dot: true)
        let arrival: HTML =
            domain.seenAt == nil
            ? "\(UI.badge("Waiting for the first request", .warn, dot: true))"
            : "\(UI.badge("Requests arrive", .success, dot: true))"
        var facts = [
            UI.Fact("Host name", UI.copyable(domain.hostname, what: "the host name")), UI.Fact("State", state),
            UI.Fact("DNS", arrival),
            UI.Fact(
                "CNAME record",
                UI.copyable(
                    "\(domain.hostname). CNAME \(product.portals.domain(of: portal)).", what: "the record")),
            UI.Fact("Added", Moment.html(domain.createdAt)),
        ]
        if let certificate = domain.certificate {
            let mark = domain.isExpired(at: product.kernel.now) ? UI.status("expired") : HTML.empty
            facts.append(UI.Fact("Certificate ends", "\(Moment.html(certificate.expiresAt)) \(mark)"))
        }
        let toggle = UI.postButton(
            domain.isEnabled ? "Disable" : "Enable", to: "\(base)/state",
            fields: [("enabled", domain.isEnabled ? "" : "true")])
        let danger = UI.dangerZone(
            "Remove this domain", text: "Links to it stop working. The portal stays at its default domain.",
            action: UI.postButton(
                "Remove domain", to: "\(base)/delete", .danger, confirm: "Remove \(domain.hostname)?"))
        let renewal: HTML =
            domain.method == .customCertificate
            ? UI.card(
                title: "Renew the certificate",
                content: UI.form(
                    to: "\(base)/certificate", actions: UI.button("Replace certificate", .secondary),
                    content: "\(problems.summary(shown: []))\(certificateFields(.none))")) : .empty
        return "\(UI.card(title: domain.hostname, actions: toggle, content: UI.facts(facts)))\(renewal)\(danger)"
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            let method = CustomDomain.Method(rawValue: data["method"]) ?? .http
            let certificate = method == .customCertificate ? Self.certificate(data) : nil
            let draft = CustomDomainDraft(
                hostname: data["hostname"].trimmingSpaces.lowercased(), isEnabled: true, method: method,
                certificate: certificate)
            _ = try await product.customDomains.create(draft, on: portal, as: call.caller.actor)
            return back(portal, "The portal answers at \(draft.hostname) as soon as requests arrive there.")
        } form: { problems in
            try await show(call, data, problems)
        }
    }

    private static func certificate(_ data: FormData) -> CertificateDraft {
        CertificateDraft(chain: data["certificate"].trimmingSpaces, key: data["private_key"].trimmingSpaces)
    }

    private func setState(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        var change = CustomDomainChange()
        change.isEnabled = .set(data.isOn("enabled"))
        _ = try await product.customDomains.update(of: portal, change, as: call.caller.actor)
        return back(portal, "Saved.")
    }

    private func replaceCertificate(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            var change = CustomDomainChange()
            change.certificate = Self.certificate(data)
            _ = try await product.customDomains.update(of: portal, change, as: call.caller.actor)
            return back(portal, "The certificate is replaced.")
        } form: { problems in
            try await show(call, data, problems)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        try await product.customDomains.delete(of: portal, as: call.caller.actor)
        return back(portal, "The custom domain is removed.")
    }

    private func back(_ portal: ID<Portal>, _ text: String) -> Reply {
        Reply.redirect(to: ConsoleAddress.portalDomain(portal).path).with(Flash(.success, text))
    }
}
