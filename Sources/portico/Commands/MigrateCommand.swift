import ArgumentParser

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database up to date, as every start does.")

    @OptionGroup var store: StoreOptions

    func run() async throws {
        try await Commands.explaining {
            try await Store.withProduct(store) { _ in }
            print("The database is up to date.")
        }
    }
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Prints the version.")

    func run() {
        print(Version.current)
    }
}
