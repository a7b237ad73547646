import ArgumentParser

@main
struct Portico: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portico", abstract: "A self-hosted developer portal with its own gateway.",
        version: Version.current,
        subcommands: [
            ServeCommand.self, GatewayCommand.self, OperatorCommand.self, TokenCommand.self, MigrateCommand.self,
            VersionCommand.self,
        ])
}

enum Version {
    static let current = "0.1.0"
}
