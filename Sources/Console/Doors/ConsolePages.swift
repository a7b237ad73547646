package import Core
package import Web

/// Every page of the Console, in one list: what is mounted is what stands here.
package enum ConsolePages {
    /// For signed-in operators.
    package static func endpoints(_ product: Product) -> [Endpoint<ConsoleCaller>] {
        // In parts: the compiler takes long for one long sum.
        let access = access(product), content = content(product)
        return access + content + AccountPages(product).endpoints + PortalPages(product).endpoints
            + GatewayPages(product).endpoints + DeveloperPages(product).endpoints + MessagePages(product).endpoints
            + APIPages(product).endpoints + APIGatewayPages(product).endpoints + SearchPages(product).endpoints
    }

    private static func access(_ product: Product) -> [Endpoint<ConsoleCaller>] {
        StrategyPages(product).endpoints + DCRProviderPages(product).endpoints + RegistrationPages(product).endpoints
            + TeamPages(product).endpoints
            + ApplicationPages(product).endpoints + settings(product)
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

    /// For whoever is not signed in.
    package static func openEndpoints(_ product: Product) -> [Endpoint<ConsoleVisitor>] {
        SignInPages(product).openEndpoints
    }
}
