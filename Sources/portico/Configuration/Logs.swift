import Logging

/// Where logs go: standard error, so that standard output stays for answers.
enum Logs {
    static func start(level: Logger.Level) -> Logger {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        return Logger(label: "portico")
    }

    /// For commands that print one answer.
    static func quiet() -> Logger {
        start(level: .error)
    }
}
