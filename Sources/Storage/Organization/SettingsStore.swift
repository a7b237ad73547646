package import Model

extension Transaction {
    package var settings: SettingsStore { SettingsStore(tx: self) }
}

/// What the organisation has set, by key.
package struct SettingsStore {
    let tx: Transaction

    package func value(_ key: String) throws -> JSON? {
        try tx.first("SELECT value FROM settings WHERE key = \(key)").map { try $0.json("value") }
    }

    /// Writes the value; nil removes it.
    package func set(_ key: String, _ value: JSON?) throws {
        if let value {
            try tx.run(
                """
                INSERT INTO settings (key, value) VALUES (\(key), \(value))
                ON CONFLICT (key) DO UPDATE SET value = excluded.value
                """)
        } else {
            try tx.run("DELETE FROM settings WHERE key = \(key)")
        }
    }
}
