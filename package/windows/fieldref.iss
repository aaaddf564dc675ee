; Inno Setup: an installer for one person, without administrator rights. Compile it on Windows after `tools/dist build`:
;   iscc /DVersion=0.1.0 package\windows\fieldref.iss
; .github/workflows/windows.yml does it; `tools/windows-lab installer` compiles it and tries it under Wine.

#ifndef Version
  #error Say which version: /DVersion=0.1.0
#endif
#ifndef Bundle
  #define Bundle "build\dist\FieldRef"
#endif

[Setup]
AppId={{6B0C4B51-4C0E-4B7C-9B51-0F1E5D7A2C11}
AppName=FieldRef
AppVersion={#Version}
AppPublisher=FieldRef contributors
; The folder that Windows keeps for programs of one person.
DefaultDirName={localappdata}\Programs\FieldRef
DefaultGroupName=FieldRef
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=fieldref-{#Version}-windows-x86_64-setup
SetupIconFile=resources\icons\fieldref.ico
UninstallDisplayIcon={app}\FieldRef.exe
LicenseFile=LICENSE
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
; The window holds this name while it is open (src/fieldref/system.py): neither replaced nor removed under its feet.
AppMutex=FieldRef.Open

[Languages]
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
es.Links=Abrir con FieldRef los enlaces fieldref: y los archivos .frpack
en.Links=Open fieldref: links and .frpack files with FieldRef
es.Shortcut=Crear un acceso directo en el escritorio
en.Shortcut=Put a shortcut on the desktop

[Tasks]
Name: "shortcut"; Description: "{cm:Shortcut}"; Flags: unchecked
Name: "links"; Description: "{cm:Links}"

[InstallDelete]
; Files of an older version do not mix with this one's.
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{app}\licences"

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{autoprograms}\FieldRef"; Filename: "{app}\FieldRef.exe"
Name: "{autodesktop}\FieldRef"; Filename: "{app}\FieldRef.exe"; Tasks: shortcut

[Registry]
Root: HKA; Subkey: "Software\Classes\fieldref"; ValueType: string; ValueData: "URL:FieldRef"; Flags: uninsdeletekey; Tasks: links
Root: HKA; Subkey: "Software\Classes\fieldref"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""; Tasks: links
Root: HKA; Subkey: "Software\Classes\fieldref\shell\open\command"; ValueType: string; ValueData: """{app}\FieldRef.exe"" ""%1"""; Tasks: links
Root: HKA; Subkey: "Software\Classes\.frpack"; ValueType: string; ValueData: "FieldRef.Pack"; Flags: uninsdeletevalue uninsdeletekeyifempty; Tasks: links
Root: HKA; Subkey: "Software\Classes\FieldRef.Pack"; ValueType: string; ValueData: "FieldRef"; Flags: uninsdeletekey; Tasks: links
Root: HKA; Subkey: "Software\Classes\FieldRef.Pack\DefaultIcon"; ValueType: string; ValueData: "{app}\FieldRef.exe,0"; Tasks: links
Root: HKA; Subkey: "Software\Classes\FieldRef.Pack\shell\open\command"; ValueType: string; ValueData: """{app}\FieldRef.exe"" ""%1"""; Tasks: links

[Run]
Filename: "{app}\FieldRef.exe"; Description: "{cm:LaunchProgram,FieldRef}"; Flags: nowait postinstall skipifsilent
