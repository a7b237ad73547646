import Model

/// Every use case, on one kernel: what the doors are given.
package struct Product: Sendable {
    package let kernel: Kernel
    package let operators: Operators
    package let portals: Portals
    package let portalOpenings: PortalOpenings
    package let portalPages: PortalPages
    package let snippets: Snippets
    package let defaultContent: DefaultContent
    package let siteContent: SiteContent
    package let customizations: Customizations
    package let siteVersions: SiteVersions
    package let customDomains: CustomDomains
    package let ipAllowLists: IPAllowLists
    package let controlPlanes: ControlPlanes
    package let coreEntities: CoreEntities
    package let implementations: Implementations
    package let gatewayPublisher: GatewayPublisher
    package let apis: APIs
    package let apiVersions: APIVersions
    package let apiDocuments: APIDocuments
    package let apiIcons: APIIcons
    package let publications: Publications
    package let packages: APIs
    package let packageContents: PackageContents
    package let packageDocuments: APIDocuments
    package let packageIcons: APIIcons
    package let packagePublications: Publications
    package let gatewayOperations: GatewayOperations
    package let catalog: Catalog
    package let portalSearch: PortalSearch
    package let developers: Developers
    package let messages: MessageLog
    package let mailDomains: MailDomains
    package let portalMails: PortalMails
    package let outbox: Outbox
    package let strategies: Strategies
    package let dcrProviders: DCRProviders
    package let teams: Teams
    package let identityProviders: IdentityProviders
    package let applications: Applications
    package let registrations: Registrations
    package let credentials: Credentials

    package init(_ kernel: Kernel) {
        self.kernel = kernel
        operators = Operators(kernel)
        portals = Portals(kernel)
        portalOpenings = PortalOpenings(kernel)
        portalPages = PortalPages(kernel)
        snippets = Snippets(kernel)
        defaultContent = DefaultContent(kernel)
        siteContent = SiteContent(kernel)
        customizations = Customizations(kernel)
        siteVersions = SiteVersions(kernel)
        customDomains = CustomDomains(kernel)
        ipAllowLists = IPAllowLists(kernel, versions: siteVersions)
        controlPlanes = ControlPlanes(kernel)
        coreEntities = CoreEntities(kernel)
        implementations = Implementations(kernel)
        gatewayPublisher = GatewayPublisher(kernel)
        let shelf = DescriptionShelf()
        apis = APIs(kernel)
        apiVersions = APIVersions(kernel, shelf: shelf)
        apiDocuments = APIDocuments(kernel)
        apiIcons = APIIcons(kernel)
        publications = Publications(kernel)
        packages = APIs(kernel, .package)
        packageContents = PackageContents(kernel)
        packageDocuments = APIDocuments(kernel, .package)
        packageIcons = APIIcons(kernel, .package)
        packagePublications = Publications(kernel, .package)
        gatewayOperations = GatewayOperations(kernel)
        catalog = Catalog(kernel, shelf: shelf)
        portalSearch = PortalSearch(kernel, descriptions: shelf)
        developers = Developers(kernel)
        messages = MessageLog(kernel)
        mailDomains = MailDomains(kernel)
        portalMails = PortalMails(kernel)
        outbox = Outbox(kernel)
        strategies = Strategies(kernel)
        dcrProviders = DCRProviders(kernel)
        teams = Teams(kernel)
        identityProviders = IdentityProviders(kernel)
        applications = Applications(kernel)
        registrations = Registrations(kernel)
        credentials = Credentials(kernel)
    }
}
