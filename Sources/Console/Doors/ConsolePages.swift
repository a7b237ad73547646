package import Core
package import Web

/// Every page of the Console, in one list: what is mounted is what stands here.
package enum ConsolePages {
    /// For signed-in operators.
    package static func endpoints(_ product: Product) -> [Endpoint<ConsoleCaller>] {
        // In parts: the compiler takes long for one long sum.
        let access = access(product) + organization(product), content = content(product)
        let all =
            access + content + AccountPages(product).endpoints + PortalPages(product).endpoints
            + GatewayPages(product).endpoints + DeveloperPages(product).endpoints + MessagePages(product).endpoints
            + APIPages(product).endpoints + APIComparePages(product).endpoints
            + APIGatewayPages(product).endpoints + SearchPages(product).endpoints
        return all.map(guarded)
    }

    private static func access(_ product: Product) -> [Endpoint<ConsoleCaller>] {
        StrategyPages(product).endpoints + DCRProviderPages(product).endpoints + RegistrationPages(product).endpoints
            + TeamPages(product).endpoints
            + ApplicationPages(product).endpoints + settings(product) + audit(product)
    }

    private static func audit(_ product: Product) -> [Endpoint<ConsoleCaller>] {
        AuditPages(product).endpoints + AuditSendingPages(product).endpoints + AuditDestinationPages(product).endpoints
    }

    private static func settings(_ product: Product) -> [Endpoint<ConsoleCaller>] {
        PortalSettingsPages(product).endpoints + SignInSettingsPages(product).endpoints
            + IdentityProviderPages(product).endpoints + CustomDomainPages(product).endpoints
            + IPAllowListPages(product).endpoints + PortalMailPages(product).endpoints
            + MailTemplatePages(product).endpoints + MailDomainPages(product).endpoints
    }

    private static func content(_ product: Product) -> [Endpoint<ConsoleCaller>] {
        PortalPagePages(product).endpoints + PortalPageEditor(product).endpoints + SnippetPages(product).endpoints
            + BrandPages(product).endpoints + AppearancePages(product).endpoints
    }

    private static func organization(_ product: Product) -> [Endpoint<ConsoleCaller>] {
        PeoplePages(product).endpoints + OperatorTeamPages(product).endpoints + RolePages().endpoints
            + SystemAccountPages(product).endpoints + OrganizationTokenPages(product).endpoints
            + OrganizationSettingsPages(product).endpoints
    }

    /// The same page, in which every form is off that the caller may not send.
    private static func guarded(_ page: Endpoint<ConsoleCaller>) -> Endpoint<ConsoleCaller> {
        Endpoint(page.method, page.path, page.operation, story: page.story) { call in
            let access = call.caller.access
            let rule = FormGuard.Rule { access.allows($0) }
            return try await FormGuard.$rule.withValue(rule) { try await page.handle(call) }
        }
    }

    /// For whoever is not signed in.
    package static func openEndpoints(_ product: Product) -> [Endpoint<ConsoleVisitor>] {
        SignInPages(product).openEndpoints + InvitationPages(product).openEndpoints
    }
}
