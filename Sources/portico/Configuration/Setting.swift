/// One setting: the same name as a flag (`--base-domain`), an environment variable (`PORTICO_BASE_DOMAIN`) and a key
/// of the YAML file (`base-domain`). A flag wins over the environment, the environment over the file.
struct Setting: Sendable, Equatable {
    let name: String

    static let data = Setting(name: "data")
    static let listen = Setting(name: "listen")
    static let gateway = Setting(name: "gateway")
    static let admin = Setting(name: "admin")
    static let publicURL = Setting(name: "public-url")
    static let trustedProxies = Setting(name: "trusted-proxies")
    static let allowedNetworks = Setting(name: "allowed-networks")
    static let referenceHosts = Setting(name: "reference-hosts")
    static let uploadLimits = Setting(name: "upload-limits")
    static let databaseURL = Setting(name: "database-url")
    static let baseDomain = Setting(name: "base-domain")
    static let mailDirectory = Setting(name: "mail-dir")
    static let mailFrom = Setting(name: "mail-from")
    static let smtpURL = Setting(name: "smtp-url")
    static let smtpUser = Setting(name: "smtp-user")
    static let smtpPassword = Setting(name: "smtp-password")
    static let smtpAuthorities = Setting(name: "smtp-ca-file")
    static let nameServer = Setting(name: "name-server")
    static let logLevel = Setting(name: "log-level")
    static let masterKeyFile = Setting(name: "master-key-file")
    static let gatewayURL = Setting(name: "gateway-url")
    static let controlPlane = Setting(name: "control-plane")
    static let tokenFile = Setting(name: "token-file")
    static let rateLimitToken = Setting(name: "rate-limit-token")
    static let rateLimitAddress = Setting(name: "rate-limit-address")
    static let rateLimitForms = Setting(name: "rate-limit-forms")

    static let all: [Setting] = [
        .data, .listen, .gateway, .admin, .publicURL, .trustedProxies, .allowedNetworks, .referenceHosts,
        .uploadLimits, .databaseURL,
        .baseDomain, .mailDirectory, .mailFrom, .smtpURL, .smtpUser, .smtpPassword, .smtpAuthorities, .nameServer,
        .logLevel,
        .masterKeyFile, .gatewayURL, .controlPlane, .tokenFile, .rateLimitToken, .rateLimitAddress, .rateLimitForms,
    ]

    var variable: String {
        "PORTICO_" + name.replacing("-", with: "_").uppercased()
    }
}
