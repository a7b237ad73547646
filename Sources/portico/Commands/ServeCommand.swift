import ArgumentParser

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs everything in one process: Console, APIs, portals and the gateway.",
        discussion: """
            Every flag is also an environment variable (--base-domain is PORTICO_BASE_DOMAIN) and a key of the YAML \
            file that --config names. A flag wins over the environment, the environment over the file.
            """)

    @OptionGroup var store: StoreOptions

    @Option(name: .long, help: "HOST:PORT of the Console, the management API and every portal [127.0.0.1:8080].")
    var listen: String?

    @Option(name: .long, help: "HOST:PORT of the gateway's proxy, or off [127.0.0.1:8000].")
    var gateway: String?

    @Option(name: .long, help: "HOST:PORT of health and metrics [127.0.0.1 and a free port].")
    var admin: String?

    @Option(name: .long, help: "What links begin with, http(s)://HOST[:PORT] [http://localhost:PORT].")
    var publicUrl: String?

    @Option(name: .long, help: "What developers reach the gateway at [http://localhost:PORT of --gateway].")
    var gatewayUrl: String?

    @Option(name: .long, help: "Networks whose X-Forwarded-* headers are believed: CIDR,...")
    var trustedProxies: String?

    @Option(name: .long, help: "Internal networks that may be called for others: CIDR,... [none].")
    var allowedNetworks: String?

    @Option(name: .long, help: "Servers that descriptions may refer to, fetched at upload: HOST[:PORT],... [none].")
    var referenceHosts: String?

    @Option(
        name: .long,
        help: "How large uploads may be [description=8MB,icon=500KB,logo=2MB,favicon=200KB].")
    var uploadLimits: String?

    @Option(name: .long, help: "Portals answer at {slug}.DOMAIN [localhost].")
    var baseDomain: String?

    @Option(name: .long, help: "Where e-mails go as .eml files while no SMTP server is set [DATA/mail].")
    var mailDir: String?

    @Option(name: .long, help: "The sender of e-mails [no-reply@BASE-DOMAIN, under the name of the portal].")
    var mailFrom: String?

    @Option(name: .long, help: "smtp://HOST:PORT or smtps://HOST:PORT.")
    var smtpUrl: String?

    @Option(name: .long, help: "The account at the SMTP server; its password is PORTICO_SMTP_PASSWORD.")
    var smtpUser: String?

    @Option(name: .long, help: "A PEM file of certificates that vouch for the SMTP server [the system's].")
    var smtpCaFile: String?

    @Option(name: .long, help: "Where e-mail domains are looked up: ADDRESS[:PORT] [the system's name servers].")
    var nameServer: String?

    @Option(name: .long, help: "The file of the master key [DATA/master.key].")
    var masterKeyFile: String?

    @Option(name: .long, help: "Requests per minute to the APIs with one token, or off [6000].")
    var rateLimitToken: String?

    @Option(name: .long, help: "Requests per minute to the APIs from one address, or off [12000].")
    var rateLimitAddress: String?

    @Option(name: .long, help: "Sign-ins, sign-ups and password forms per minute from one address, or off [120].")
    var rateLimitForms: String?

    @Flag(name: .long, help: "Seed a demo organisation, unless there is data already.")
    var demo = false

    func run() async throws {
        try await Commands.explaining {
            let flags: [(Setting, String?)] = [
                (.listen, listen), (.gateway, gateway), (.admin, admin), (.publicURL, publicUrl),
                (.gatewayURL, gatewayUrl), (.trustedProxies, trustedProxies), (.allowedNetworks, allowedNetworks),
                (.referenceHosts, referenceHosts), (.uploadLimits, uploadLimits), (.baseDomain, baseDomain),
                (.mailDirectory, mailDir),
                (.mailFrom, mailFrom), (.smtpURL, smtpUrl),
                (.smtpUser, smtpUser), (.smtpAuthorities, smtpCaFile), (.nameServer, nameServer),
                (.masterKeyFile, masterKeyFile), (.rateLimitToken, rateLimitToken),
                (.rateLimitAddress, rateLimitAddress), (.rateLimitForms, rateLimitForms),
            ]
            let reader = try SettingsReader(flags: store.flags + flags, file: store.config)
            let settings = try ServeSettings(reader, demo: demo)
            let logger = Logs.start(level: try reader.logLevel())
            try await ServeProgram.run(settings, reader, logger: logger)
        }
    }
}
