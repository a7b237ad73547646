/// What the demo is made of: three APIs of an airline, and the texts that they are described by.
package struct DemoContent: Sendable {
    /// An API of the demo; its texts are files by name.
    struct Entry: Sendable {
        let name: String
        let slug: String
        let description: String
        let audience: [String]
        /// Whether registrations are approved without an operator.
        let isOpen: Bool
        let guides: [String]

        var specification: String { "demo/\(slug).yaml" }
        /// The name of its service and of its route.
        var serviceName: String { "demo-\(slug)" }
        var path: String { "/demo/\(slug)" }
    }

    static let entries = [
        Entry(
            name: "Flights", slug: "flights",
            description: "Search offers, follow flights from gate to gate, and read the timetable of a season.",
            audience: ["Public", "Partners"], isOpen: true, guides: ["getting-started", "pagination", "errors"]),
        Entry(
            name: "Bookings", slug: "bookings",
            description: "Turn an offer into a booking: name passengers, choose seats, change the day, cancel.",
            audience: ["Partners"], isOpen: false, guides: ["getting-started", "idempotency", "errors"]),
        Entry(
            name: "Loyalty", slug: "loyalty",
            description: "Members, points, tiers and rewards of Contrail Club, for partners who earn and spend.",
            audience: ["Partners"], isOpen: false, guides: ["getting-started", "points"]),
    ]

    /// The gateway's address as the files have it.
    static let placeholder = "http://localhost:8000"

    private let files: [String: String]
    private let gatewayURL: String
    /// The description of the product's own management API, which is published beside the airline's.
    let managementAPI: String?

    /// Files by name, and what developers reach the gateway at.
    package init(files: [String: String], gatewayURL: String, managementAPI: String? = nil) {
        self.files = files
        self.gatewayURL = gatewayURL
        self.managementAPI = managementAPI
    }

    func specification(of entry: Entry) -> String { text(entry.specification) }

    func guides(of entry: Entry) -> [String] {
        entry.guides.map { text("demo/\(entry.slug)-\($0).md") }
    }

    private func text(_ name: String) -> String {
        (files[name] ?? "").replacing(Self.placeholder, with: gatewayURL)
    }
}

/// What to tell somebody who has just started the demo.
package struct DemoTour: Sendable, Equatable {
    package var siteURL: String
    package var email: String
    /// Nil when the developer has another one by now.
    package var password: String?
    /// Nil unless it was made just now: keys are shown once.
    package var key: String?
}
