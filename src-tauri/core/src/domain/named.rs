//! One way to write a closed list of names.

/// Declares an enum whose values each have one stable name, used in the database, over IPC and in the rule packs.
///
/// The enum gets `ALL` (in the order written), `name`, `from_name`, and serde as that name. A name, once shipped, is
/// never given to another value.
macro_rules! named_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Enum:ident {
            $( $(#[$variant_meta:meta])* $Variant:ident = $name:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $Enum {
            $( $(#[$variant_meta])* $Variant, )+
        }

        impl $Enum {
            /// Every value, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$( Self::$Variant ),+];

            const NAMES: &'static [&'static str] = &[$( $name ),+];

            /// The stable name of this value.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $( Self::$Variant => $name, )+
                }
            }

            /// The value with this name, if there is one.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $( $name => Some(Self::$Variant), )+
                    _ => None,
                }
            }
        }

        impl ::core::fmt::Display for $Enum {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl ::serde::Serialize for $Enum {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $Enum {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = <::std::borrow::Cow<'de, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                Self::from_name(&name).ok_or_else(|| ::serde::de::Error::unknown_variant(&name, Self::NAMES))
            }
        }
    };
}

pub(crate) use named_enum;

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro writes for lists other modules use")]
mod tests {
    named_enum! {
        /// A list of two.
        enum Colour {
            Red = "red",
            DarkBlue = "dark_blue",
        }
    }

    #[test]
    fn every_value_comes_back_from_its_name_and_from_json() {
        assert_eq!(Colour::ALL, [Colour::Red, Colour::DarkBlue]);
        for colour in Colour::ALL {
            assert_eq!(Colour::from_name(colour.name()), Some(*colour));
            let json = serde_json::to_string(colour).unwrap();
            assert_eq!(json, format!("\"{colour}\""));
            assert_eq!(serde_json::from_str::<Colour>(&json).unwrap(), *colour);
        }
    }

    #[test]
    fn an_unknown_name_is_refused() {
        assert_eq!(Colour::from_name("Red"), None);
        assert!(serde_json::from_str::<Colour>("\"green\"").is_err());
    }
}
