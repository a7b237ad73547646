package import Core
import Model
package import Web

/// Every route of the management APIs, in one list: what is mounted is what stands here.
package enum ManagementAPI {
    package static func endpoints(_ product: Product) -> [Endpoint<OperatorCaller>] {
        portals(product) + portalSettings(product) + content(product) + applications(product) + catalog(product)
            + packages(product) + gateway(product) + organization(product) + audit(product)
    }

    private static func organization(_ product: Product) -> [Endpoint<OperatorCaller>] {
        OperatorRoutes(product).endpoints + OperatorTeamRoutes(product).endpoints
            + SystemAccountRoutes(product).endpoints + AssignedRoleRoutes(product).endpoints
            + OrganizationRoutes(product).endpoints + OperatorSignInRoutes(product).endpoints
            + AbsentRoutes().endpoints
    }

    private static func portals(_ product: Product) -> [Endpoint<OperatorCaller>] {
        PortalRoutes(product).endpoints + DeveloperRoutes(product).endpoints
    }

    private static func content(_ product: Product) -> [Endpoint<OperatorCaller>] {
        PortalPageRoutes(product).endpoints + SnippetRoutes(product).endpoints
            + CustomizationRoutes(product).endpoints
    }

    private static func portalSettings(_ product: Product) -> [Endpoint<OperatorCaller>] {
        IdentityProviderRoutes(product).endpoints + CustomDomainRoutes(product).endpoints
            + IPAllowListRoutes(product).endpoints + MailTemplateRoutes(product).endpoints
            + MailSenderRoutes(product).endpoints
    }

    private static func applications(_ product: Product) -> [Endpoint<OperatorCaller>] {
        StrategyRoutes(product).endpoints + DCRProviderRoutes(product).endpoints + TeamRoutes(product).endpoints
            + ApplicationRoutes(product).endpoints
            + RegistrationRoutes(product).endpoints
    }

    private static func catalog(_ product: Product) -> [Endpoint<OperatorCaller>] {
        APIRoutes(product).endpoints + APIVersionRoutes(product).endpoints + APIDocumentRoutes(product).endpoints
            + APIIconRoutes(product).endpoints + PublicationRoutes(product).endpoints
    }

    private static func packages(_ product: Product) -> [Endpoint<OperatorCaller>] {
        PackageRoutes(product).endpoints + APIDocumentRoutes(product, .package).endpoints
            + APIIconRoutes(product, .package).endpoints + PublicationRoutes(product, .package).ofOne
    }

    private static func audit(_ product: Product) -> [Endpoint<OperatorCaller>] {
        AuditLogRoutes(product).endpoints + AuditWebhookRoutes.ofOrganization(product)
            + AuditWebhookRoutes.ofPortals(product) + AuditDestinationRoutes(product, prefix: "/v3").endpoints
            + AuditDestinationRoutes(product, prefix: "/v2").endpoints
    }

    private static func gateway(_ product: Product) -> [Endpoint<OperatorCaller>] {
        ControlPlaneRoutes(product).endpoints + CoreEntityRoutes(product).endpoints
            + ImplementationRoutes(product).endpoints
    }
}
