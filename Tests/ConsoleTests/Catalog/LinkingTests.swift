import Core
import Model
import TestKit
import Testing

/// From an API without a gateway to one that asks for keys: each page leads to the next.
@Suite struct LinkingTests {
    @Test func aServiceAndARouteLeadBackToTheAPI() async throws {
        try await World.on(.sqlite) { world in
            let client = try await world.console()
            let plane = try await world.product.controlPlanes.create(ControlPlaneDraft(name: "edge"), as: world.root)
            let api = try await world.product.apis.create(APIDraft(name: "<i>Orders</i>"), as: world.root).api
            let base = "/gateway/\(plane.id)", start = try await client.open("/apis/\(api.id)/gateway").text
            #expect(start.contains("\(base)/services/new?api=\(api.id)"))
            let form = try await client.open("\(base)/services/new?api=\(api.id)").text
            #expect(form.contains("name=\"api\" value=\"\(api.id)\"") && form.contains("aria-current=\"step\""))
            #expect(form.contains("href=\"/apis/\(api.id)/gateway\"") && !form.contains("<i>"))
            let service: KeyValuePairs = [
                "api": api.id.text, "name": "orders", "url": "http://orders.example", "enabled": "true",
            ]
            let made = try #require(try await client.submit("\(base)/services", service).location)
            #expect(made.hasPrefix("\(base)/routes/new?api=\(api.id)&service="))
            let route = try await client.open(made).text
            let id = String(made.split(separator: "=").last ?? "")
            #expect(route.contains("<option value=\"\(id)\" selected>"))
            #expect(route.contains("Skip: link it first"))
            let fields: KeyValuePairs = ["api": api.id.text, "service": id, "paths": "/orders", "strip_path": "true"]
            let back = try #require(try await client.submit("\(base)/routes", fields).location)
            #expect(back == "/apis/\(api.id)/gateway?service=\(plane.id)/\(id)")
            let choice = try await client.open(back).text
            #expect(choice.contains("<option value=\"\(plane.id)/\(id)\" selected>"))
            #expect(choice.contains("New service"))
            let link = try await client.submit("/apis/\(api.id)/gateway", ["service": "\(plane.id)/\(id)"])
            #expect(link.location == "/apis/\(api.id)/gateway")
        }
    }

    @Test func withoutAnAPIOneStaysAtTheGateway() async throws {
        try await World.on(.sqlite) { world in
            let client = try await world.console()
            let plane = try await world.product.controlPlanes.create(ControlPlaneDraft(name: "edge"), as: world.root)
            for api in ["", "nothing", "0190f6d1-5d1f-7cc6-a1f7-8d2a7b7f2c11"] {
                let service: KeyValuePairs = ["api": api, "url": "http://orders.example"]
                let made = try await client.submit("/gateway/\(plane.id)/services", service)
                #expect(made.location == "/gateway/\(plane.id)")
            }
            #expect(try await client.open("/gateway/\(plane.id)").text.contains("Give it a route next"))
        }
    }
}
