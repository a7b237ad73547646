import Core
import Foundation
import Outbound
import Web

/// What `portico serve` was told, checked.
struct ServeSettings: Sendable {
    let listen: ListenAddress
    /// Nil: the gateway runs elsewhere.
    let gateway: ListenAddress?
    let admin: ListenAddress
    /// What developers reach the gateway at.
    let gatewayURL: String
    let product: ProductSettings
    let proxies: TrustedProxies
    let dataDirectory: URL
    let mail: MailSettings
    let limits: RateLimitSettings
    /// What webhooks and the relay of Try it may call.
    let addresses: AddressGuard
    let isDemo: Bool

    init(_ reader: SettingsReader, demo: Bool) throws {
        listen = try reader.address(.listen, default: "127.0.0.1:8080")
        gateway = reader[.gateway] == "off" ? nil : try reader.address(.gateway, default: "127.0.0.1:8000")
        gatewayURL = reader[.gatewayURL] ?? "http://localhost:\(gateway?.port ?? 8_000)"
        admin = try reader.address(.admin, default: "127.0.0.1:0")
        let baseDomain = reader[.baseDomain] ?? "localhost"
        let publicURL = try reader.publicURL(
            default: PublicURL(scheme: "http", host: baseDomain, port: listen.port == 80 ? nil : listen.port))
        mail = try MailSettings(reader)
        var product = ProductSettings(publicURL: publicURL, baseDomain: baseDomain, mailFrom: mail.from)
        product.referenceHosts = try reader.referenceHosts()
        product.uploads = try reader.uploadLimits()
        self.product = product
        proxies = try reader.proxies()
        let standard = RateLimitSettings()
        limits = RateLimitSettings(
            perToken: try reader.limit(.rateLimitToken, default: standard.perToken),
            perAddress: try reader.limit(.rateLimitAddress, default: standard.perAddress),
            formsPerAddress: try reader.limit(.rateLimitForms, default: standard.formsPerAddress))
        addresses = try reader.addressGuard()
        dataDirectory = try reader.dataDirectory()
        isDemo = demo
    }
}
