@testable import Rendering

/// Descriptions of the same events in both versions of AsyncAPI, with most of what a reference shows.
enum Street {
    static let version3 = """
        asyncapi: 3.0.0
        id: urn:example:street
        info:
          title: Street lights
          version: 1.2.0
          description: Lights that *tell*.
          contact: {name: City, email: lights@city.example}
          license: {name: Apache 2.0, url: "https://license.example"}
          externalDocs: {url: "https://docs.example", description: Handbook}
          tags: [{name: lights, description: All that shines.}]
        defaultContentType: application/json
        servers:
          live:
            host: "broker.example:{port}"
            pathname: /events
            protocol: kafka
            protocolVersion: "3.5"
            title: Live
            description: The *real* one.
            variables: {port: {$ref: "#/components/serverVariables/port"}}
            security: [{$ref: "#/components/securitySchemes/scram"}, {type: X509, description: Ask us.}]
            bindings: {kafka: {schemaRegistryUrl: "https://registry.example"}}
            tags: [{name: production}]
          test: {host: test.example, protocol: mqtt}
        channels:
          measured:
            address: lights.{lightId}.measured
            title: Measurements
            description: What was *measured*.
            servers: [{$ref: "#/servers/live"}]
            messages:
              light: {$ref: "#/components/messages/light"}
              alarm:
                summary: Something is wrong.
                contentType: application/vnd.apache.avro
                payload:
                  schemaFormat: application/vnd.apache.avro+yaml;version=1.9.0
                  schema:
                    type: record
                    name: Alarm
                    doc: An alarm.
                    fields:
                      - {name: id, type: {type: string, logicalType: uuid}, doc: Which one.}
                      - {name: level, type: {type: enum, name: Level, symbols: [LOW, HIGH]}, default: LOW}
                      - {name: place, type: ["null", {type: record, name: Place, fields: [{name: x, type: int}]}]}
                      - {name: notes, type: {type: array, items: string}, default: []}
            parameters:
              lightId: {description: Which light., enum: [a1, b2], examples: [a1], location: $message.payload#/id}
            bindings: {$ref: "#/components/channelBindings/measured"}
            tags: [{name: lights}]
          replies: {address: null, messages: {done: {payload: {type: object, properties: {ok: {type: boolean}}}}}}
        operations:
          onMeasured:
            action: receive
            channel: {$ref: "#/channels/measured"}
            title: Light measured
            summary: A light was measured.
            tags: [{$ref: "#/components/tags/lights"}]
            traits: [{$ref: "#/components/operationTraits/kafka"}]
            bindings: {kafka: {clientId: {type: string, enum: [city]}}}
            security: [{$ref: "#/components/securitySchemes/scram"}]
            externalDocs: {url: "https://docs.example/measured"}
            messages: [{$ref: "#/channels/measured/messages/light"}]
          raiseAlarm: {$ref: "#/components/operations/raiseAlarm"}
          switchLight:
            action: send
            channel: {$ref: "#/channels/measured"}
            description: Ask for it.
            messages: []
            reply:
              address: {location: $message.header#/replyTo, description: Where to.}
              channel: {$ref: "#/channels/replies"}
              messages: [{$ref: "#/channels/replies/messages/done"}]
        components:
          serverVariables: {port: {default: "9092", enum: ["9092", "9093"], description: A port.}}
          tags: {lights: {name: lights}}
          operations:
            raiseAlarm:
              action: send
              channel: {$ref: "#/channels/measured"}
              messages: [{$ref: "#/channels/measured/messages/alarm"}]
          operationTraits:
            kafka:
              description: From the trait.
              summary: Not this.
              bindings: {kafka: {groupId: {type: string}, bindingVersion: 0.5.0}}
          channelBindings:
            measured: {kafka: {partitions: 3, topicConfiguration: {"cleanup.policy": [delete, compact]}}}
          messageTraits:
            common:
              contentType: text/plain
              headers: {type: object, required: [trace], properties: {trace: {type: string}, id: {type: string}}}
          messages:
            light:
              name: LightMeasured
              title: Light
              summary: One light.
              description: In *lumens*.
              contentType: application/json
              traits: [{$ref: "#/components/messageTraits/common"}]
              headers: {properties: {id: {type: integer, minimum: 1}}}
              correlationId: {$ref: "#/components/correlationIds/trace"}
              payload: {$ref: "#/components/schemas/Light"}
              bindings: {kafka: {key: {type: string, description: The light.}}}
              tags: [{name: measured}]
              examples:
                - {name: Bright, headers: {id: 7, trace: abc}, payload: {lumens: 900}}
                - {payload: {lumens: 1}}
          correlationIds: {trace: {location: $message.header#/trace, description: Ties them together.}}
          schemas:
            Light:
              type: object
              required: [lumens]
              properties:
                lumens: {type: integer, minimum: 0}
                lamp: {$ref: "#/components/schemas/Lamp"}
            Lamp: {type: object, properties: {maker: {type: string}}}
            Old: {schemaFormat: "application/vnd.google.protobuf;version=3", schema: "message Old { string id = 1; }"}
          securitySchemes:
            scram: {type: scramSha512, description: Names come from us.}
            oauth:
              type: oauth2
              flows: {clientCredentials: {tokenUrl: "https://id.example/t", availableScopes: {read: Read}}}
        """

    static let version2 = """
        asyncapi: 2.4.0
        info: {title: Street lights, version: 1.0.0}
        servers:
          live:
            url: broker.example
            protocol: amqp
            security: [{login: []}]
        channels:
          lights/{id}/measured:
            description: All measurements.
            servers: [live]
            parameters: {id: {schema: {type: string, pattern: "^l"}, location: $message.payload#/id}}
            bindings: {amqp: {is: queue, queue: {name: lights, durable: false}}}
            subscribe:
              operationId: onLight
              summary: Get told
              traits: [{summary: Told by the trait, bindings: {amqp: {ack: true}}}]
              message:
                oneOf:
                  - {$ref: "#/components/messages/light"}
                  - {messageId: dark, payload: {type: string}}
            publish:
              message: {payload: {type: object, properties: {on: {type: boolean}}}}
          other: {$ref: "elsewhere.yaml#/channels/other"}
        components:
          messages:
            light:
              traits: [{headers: {properties: {trace: {type: string}}}}]
              schemaFormat: application/vnd.apache.avro;version=1.9.0
              payload: {type: record, name: Light, fields: [{name: lumens, type: int}]}
          securitySchemes: {login: {type: userPassword}}
        """

    static func reference(_ text: String = version3) -> APIReference { Orchard.reference(text) }
}
